const numbers = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** How far a tree is opened, from one level below the top down to the deepest. */
export const levelWords = (deepest: number): string[] =>
  Array.from({ length: Math.max(1, deepest) }, (_, at) =>
    at === 0 ? 'Open the first level' : `Open ${numbers[at - 1] ?? at + 1} levels`,
  );
