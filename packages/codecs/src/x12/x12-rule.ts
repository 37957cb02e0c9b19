import type { InterchangeRule } from '../messages/interchange-rule.ts';
import type { RawElement } from '../messages/dialect.ts';

const plain = (raw: RawElement | undefined): string => (typeof raw === 'string' ? raw.trim() : '');

export const x12Rule: InterchangeRule = {
  interchange: { open: 'ISA', close: 'IEA', key: 'isa', control: 13, title: 'interchange' },
  group: { open: 'GS', close: 'GE', key: 'gs', control: 6, title: 'functional group' },
  message: { open: 'ST', close: 'SE', key: 'st', control: 2, title: 'transaction set' },
  mayLackGroups: false,
  notices: ['TA1'],
  guideOf: ({ elements }) => ({ id: plain(elements[0]), version: plain(elements[2]).slice(0, 6) }),
};
