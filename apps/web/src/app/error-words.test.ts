import { describe, expect, it } from 'vitest';
import { errorWords } from './error-words.ts';

const failure = (data: unknown) => Object.assign(new Error('failed'), { data });

describe('errorWords', () => {
  it('takes the words of the server', () => {
    const words = errorWords(failure({ code: 'conflict', userMessage: 'The name “Shop” is taken. Choose another.' }));
    expect(words).toEqual({ title: 'The name “Shop” is taken. Choose another.', code: 'conflict', retryable: false });
  });
  it('has words of its own for each code', () => {
    expect(errorWords(failure({ code: 'forbidden' }))).toMatchObject({
      title: 'Your role does not allow this',
      retryable: false,
    });
  });
  it('does not blame the server for a mistake of the page', () => {
    expect(errorWords(new TypeError("Cannot read properties of undefined (reading 'map')"))).toMatchObject({
      title: 'This page made a mistake',
      cause: "Cannot read properties of undefined (reading 'map')",
      retryable: false,
    });
    const reading = new TypeError("Cannot read properties of undefined (reading 'payload')");
    expect(errorWords(reading).title).toBe('This page made a mistake');
    for (const message of ['Load failed', 'NetworkError when attempting to fetch resource.'])
      expect(errorWords(new TypeError(message)).title, message).toBe('The server does not answer');
    const unanswered = Object.assign(new Error('anything'), { name: 'TRPCClientError' });
    expect(errorWords(unanswered).title).toBe('The server does not answer');
    expect(errorWords(new TypeError('Failed to fetch dynamically imported module: /a.js')).retryable).toBe(true);
  });
  it('takes the words of a refusal that stands before the procedures', () => {
    const meta = { responseJSON: { code: 'forbidden', detail: 'The request does not come from a page of here.' } };
    const refused = Object.assign(new Error('Unable to transform response from server'), { meta });
    expect(errorWords(refused)).toEqual({
      title: 'The request does not come from a page of here.',
      code: 'forbidden',
      retryable: false,
    });
  });
  it('says that something else answered in the place of the server', () => {
    const meta = { response: new Response('<html>', { status: 502 }) };
    expect(errorWords(Object.assign(new Error('Unable to transform response from server'), { meta }))).toMatchObject({
      title: 'The answer cannot be read',
      cause: 'It does not come from Patchbay itself, or was cut off on its way (status 502).',
      retryable: true,
    });
    const page = new Error('Unexpected token <', { cause: new SyntaxError('Unexpected token <') });
    expect(errorWords(page).cause).toBe('It does not come from Patchbay itself, or was cut off on its way.');
  });
  it('says that nobody answered when there is no code of ours', () => {
    expect(errorWords(new TypeError('Failed to fetch'))).toMatchObject({
      title: 'The server does not answer',
      cause: 'Failed to fetch',
      retryable: true,
    });
    expect(errorWords(failure({ code: '__proto__' })).code).toBeUndefined();
  });
});
