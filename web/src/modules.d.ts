declare module "*.toml" {
  const words: {
    outcome: Record<string, string>;
    events: Record<string, string>;
    counted: Record<string, string>;
    measures: Record<string, string>;
    milestone: {
      label: string;
      kinds: string[];
      where: string;
      words?: string[];
      least_size?: number;
      record?: { place: string; kind: string; words?: string[]; label: string };
    }[];
  };
  export default words;
}
declare module "*.css";
