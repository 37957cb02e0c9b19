// What is scrolled: with few lines, with 500 that have both ends in view, and with 500 that leave it.
export interface ScrollCase {
  readonly label: string;
  readonly specimen: string;
  /** Gestures of one round; the first one of the case is not measured. */
  readonly pixels: readonly number[];
}

/** To and fro at the top, where every line has both its ends in view, and far down, where each leaves the view. */
export const scrollCases: readonly ScrollCase[] = [
  { label: 'every row opened, a rule every fifth row', specimen: 'leaves=5000&rules=1000', pixels: [2_400] },
  { label: '500 lines in view', specimen: 'leaves=5000&rules=1000&reads=20&dense=1', pixels: [150, -150, 150, -150] },
  { label: '500 lines leave the view', specimen: 'leaves=5000&rules=1000&reads=16&dense=1', pixels: [2_400] },
];
