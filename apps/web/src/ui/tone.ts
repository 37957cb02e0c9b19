/** Meanings that have a colour. Colour is always beside an icon or a word. */
export type Tone = 'neutral' | 'accent' | 'run' | 'ok' | 'bad' | 'wait' | 'chg';

export const softTone: Readonly<Record<Tone, string>> = {
  neutral: 'bg-hover text-ink-2',
  accent: 'bg-accent-soft text-accent-text',
  run: 'bg-run-soft text-run',
  ok: 'bg-ok-soft text-ok',
  bad: 'bg-bad-soft text-bad',
  wait: 'bg-wait-soft text-wait',
  chg: 'bg-chg-soft text-chg',
};

export const textTone: Readonly<Record<Tone, string>> = {
  neutral: 'text-ink-2',
  accent: 'text-accent-text',
  run: 'text-run',
  ok: 'text-ok',
  bad: 'text-bad',
  wait: 'text-wait',
  chg: 'text-chg',
};
