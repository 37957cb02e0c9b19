// The numbers of the score in one place. They were set on the development schemas of bench/fixtures/schemas, never on the held-out ones.

/** Score = .55 name + .25 path + .12 structure + .08 type, then what follows. */
export const weights = {
  name: 0.55,
  path: 0.25,
  structure: 0.12,
  type: 0.08,

  /** A name against a title or description, and two descriptions: less sure than two names. */
  nameToLabel: 0.95,
  labelToLabel: 0.9,
  /** A name that the schema says the field has elsewhere, against a name or another such. */
  otherName: 0.97,
  /** A description where both names tell something: it may say what the value looks like, not what it is. */
  retold: 0.85,
  /** Two names alike whose parents are not. */
  withoutParents: 0.9,
  /** A whole name against a name with its parent's, as `customerEmail` and `customer.email`. */
  acrossLevels: 0.97,
  /** A whole name against a whole path, as `Ship To City` and `parties.shipTo.address.city`. */
  wholePath: 0.95,
  /** A phrase across a level, `item/name`, against a name or another such phrase. */
  asPhrase: 0.97,
  /** A structure two levels up against one level up. */
  grandparent: 0.85,

  /** What a pair of excluding words leaves of the score. */
  hardContrast: 0.6,
  softContrast: 0.85,
  /** One side says “ship”, the other nothing. */
  oneSidedRole: 0.92,
  /** The same, where the name is only `id`, `name`, `date` and the like. */
  oneSidedVague: 0.85,

  /** Added for values alike (0.5 says nothing), for being apart from the next best, at most. */
  values: 0.2,
  apart: 0.1,
  /** How far apart counts as wholly apart. */
  apartBy: 0.2,

  /** A field from outside a loop into each of its items. */
  repeated: 0.85,
  /** What a person has to decide first never comes above Low: a field of a list into one value. */
  undecided: 0.8,
} as const;

export const bands = { high: 0.9, medium: 0.7, low: 0.55 } as const;
/** The highest score within the band below. */
export const belowHigh = 0.899;
export const belowMedium = 0.699;

/** What a likeness was worth on the development schemas: below .63 fewer than half of the pairs were right, above .88 97 %. */
const calibration = [
  [0, 0],
  [0.57, 0.55],
  [0.63, 0.7],
  [0.88, 0.9],
  [1, 1],
] as const;

/** From a sum of likenesses to the score that people see: piecewise linear, rising. */
export function calibrated(likeness: number): number {
  for (const [at, [to, score]] of calibration.entries()) {
    const [from, least] = calibration[at - 1] ?? [0, 0];
    if (likeness <= to && at > 0) return least + ((score - least) * (likeness - from)) / (to - from);
  }
  return 1;
}
