/** A number with its noun: `1 record`, `2 records`, `0 entries`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `was` after one thing, else `were`. */
export const were = (count: number): string => (count === 1 ? 'was' : 'were');
