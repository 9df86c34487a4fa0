// Titles of the endings of a world, from the registry of what is measured. Do not edit: a test of the crate that writes
// the studies writes this file again and tells when it was out of date.

export const ENDINGS: Record<string, string> = {
  "regime-holds": "The old regime holds",
  "government-holds": "A government without the councils holds",
  "council-transfer": "The councils take power by vote",
  "council-seizure": "The councils take power by arms",
  crushed: "The rising is crushed",
  coup: "Commanders take power",
  "assembly-transfer": "The councils hand power to an assembly",
  unresolved: "Nothing is decided",
};
