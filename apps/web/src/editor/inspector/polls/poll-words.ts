// What a poll does, in words.

/** Why it does not look although its time has come. */
export const holdWords = {
  backlog: 'Waits: too many runs of the workspace are queued',
  overlap: 'Waits until the open run of the flow ends',
  connection: 'Waits: the limits of its connection hold calls back',
} as const;

/** `1 item`, `2,000 items`. */
export const countWords = (count: number, one: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : `${one}s`}`;
