/** How a label reads beside its unit. */
import { capital } from "../charts";

/** The unit that a label still lacks; none where its words already say it, as in "person-days on strike". */
export const lackingUnit = (label: string, unit: string): string | undefined =>
  label.includes(unit) ? undefined : unit;

/** The label with its unit, unless its words already say it. */
export const withUnit = (label: string, unit: string): string => {
  const lacking = lackingUnit(label, unit);
  return lacking ? `${capital(label)}, ${lacking}` : capital(label);
};
