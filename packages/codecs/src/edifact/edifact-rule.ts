import type { RawElement } from '../messages/dialect.ts';
import type { InterchangeRule } from '../messages/interchange-rule.ts';

const part = (raw: RawElement | undefined, at: number): string => {
  if (typeof raw === 'string') return at === 0 ? raw.trim() : '';
  return String(raw?.[0]?.[at] ?? '').trim();
};

export const edifactRule: InterchangeRule = {
  interchange: { open: 'UNB', close: 'UNZ', key: 'unb', control: 5, title: 'interchange' },
  group: { open: 'UNG', close: 'UNE', key: 'ung', control: 5, title: 'group' },
  message: { open: 'UNH', close: 'UNT', key: 'unh', control: 1, title: 'message' },
  mayLackGroups: true,
  notices: [],
  guideOf: ({ elements }) => ({ id: part(elements[1], 0), version: `${part(elements[1], 1)}:${part(elements[1], 2)}` }),
};
