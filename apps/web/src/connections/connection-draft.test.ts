import { ConnectorManifest } from '@patchbay/model/connector';
import { describe, expect, it } from 'vitest';
import {
  blankDraft,
  connectionFields,
  draftProblems,
  draftToSend,
  numberFromText,
  visibleFields,
} from './connection-draft.ts';

const connector = ConnectorManifest.parse({
  id: 'http',
  name: 'HTTP API',
  description: '',
  icon: 'globe',
  category: 'connector',
  connection: {
    fields: [
      { name: 'baseUrl', label: 'Base address', control: 'text', required: true },
      {
        name: 'auth',
        label: 'Sign-in',
        control: 'select',
        default: 'none',
        options: [
          { value: 'none', label: 'None' },
          { value: 'bearer', label: 'Token' },
        ],
      },
      { name: 'token', label: 'Token', control: 'secret', required: true, showWhen: { field: 'auth', in: ['bearer'] } },
      { name: 'timeoutMs', label: 'Time limit', control: 'number' },
    ],
  },
  operations: [],
});
const fields = connectionFields(connector);
const draft = { ...blankDraft(connector), name: 'Shop' };

describe('a connection draft', () => {
  it('begins with the defaults and shows what they ask for', () => {
    expect(draft.settings).toEqual({ auth: 'none' });
    expect(visibleFields(fields, draft.settings).map((field) => field.name)).toEqual(['baseUrl', 'auth', 'timeoutMs']);
  });
  it('of which a setting was not there yet when it was saved stands at the default', () => {
    const asked = fields.map((field) => (field.name === 'auth' ? { ...field, default: 'bearer' } : field));
    expect(visibleFields(asked, {}).map((field) => field.name)).toContain('token');
    expect(draftToSend(asked, { name: 'x', settings: {}, secrets: { token: 'abc' } }).secrets).toEqual({
      token: 'abc',
    });
  });
  it('names what is missing; a stored secret is not', () => {
    const bearer = { ...draft, name: ' ', settings: { auth: 'bearer', timeoutMs: 'soon' } };
    expect([...draftProblems(fields, bearer, new Set()).keys()]).toEqual(['name', 'baseUrl', 'token', 'timeoutMs']);
    expect(draftProblems(fields, { ...bearer, name: 'x' }, new Set(['token'])).has('token')).toBe(false);
  });
  it('sends what is shown, and only secrets that were typed', () => {
    const hidden = {
      name: ' Shop ',
      settings: { auth: 'none', baseUrl: 'https://shop.example', timeoutMs: '' },
      secrets: { token: 'abc' },
    };
    expect(draftToSend(fields, hidden)).toEqual({
      name: 'Shop',
      settings: { auth: 'none', baseUrl: 'https://shop.example' },
      secrets: {},
    });
    const shown = { ...hidden, settings: { ...hidden.settings, auth: 'bearer' } };
    expect(draftToSend(fields, shown).secrets).toEqual({ token: 'abc' });
    expect(draftToSend(fields, { ...shown, secrets: { token: '' } }).secrets).toEqual({});
  });
  it('keeps a text that is no number yet', () => {
    expect(numberFromText('30')).toBe(30);
    expect(numberFromText('3o')).toBe('3o');
    expect(numberFromText('')).toBe('');
  });
});
