// The table: what was measured, the bar it is held against, and whether it is met.

export interface Figure {
  readonly work: string;
  /** Where the queue lives, where that matters. */
  readonly queue?: string;
  readonly value: string;
  readonly bar?: string;
  readonly met?: boolean;
  /** Worked out from another figure: its verdict is for the reader and decides nothing. */
  readonly isGuess?: boolean;
}

const widths = { work: 62, queue: 12, value: 56, bar: 36 };

export function printHead(): void {
  const line = `${'work'.padEnd(widths.work)}${'queue'.padEnd(widths.queue)}${'measured'.padEnd(widths.value)}${'bar'.padEnd(widths.bar)}`;
  console.log(`${line}verdict`);
  console.log('-'.repeat(line.length + 7));
}

export function printFigure({ work, queue = '', value, bar = '', met, isGuess = false }: Figure): void {
  const verdict = met === undefined ? '' : isGuess ? `(${met ? 'met' : 'missed'})` : met ? 'met' : 'MISSED';
  console.log(
    `${work.padEnd(widths.work)}${queue.padEnd(widths.queue)}${value.padEnd(widths.value)}${bar.padEnd(widths.bar)}${verdict}`,
  );
}

export const whole = (value: number): string => value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',');
