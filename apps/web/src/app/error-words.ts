// What an error says to the person in front of it. Words come from the server; without an answer they are ours.
import { type AppErrorCode, appErrorTable } from '@patchbay/model/errors';

export interface ErrorWords {
  readonly title: string;
  readonly cause?: string;
  readonly next?: string;
  /** Absent when the server did not answer. */
  readonly code?: AppErrorCode;
  readonly retryable: boolean;
  readonly details?: unknown;
}

const codeWords: Readonly<Record<AppErrorCode, { title: string; next: string }>> = {
  invalidInput: {
    title: 'The server did not accept what was sent',
    next: 'Correct the fields that are marked, then try again.',
  },
  unauthenticated: { title: 'You are not signed in', next: 'Sign in, then open this page again.' },
  forbidden: { title: 'Your role does not allow this', next: 'Ask an admin of the workspace for a role that does.' },
  notFound: { title: 'This does not exist here, or no longer', next: 'Go back to the list: it may have been deleted.' },
  conflict: { title: 'Somebody else changed this meanwhile', next: 'Load the page again, then repeat your change.' },
  gone: { title: 'This is no longer available', next: 'Go back and begin again.' },
  tooLarge: { title: 'This is too large', next: 'Send less at once.' },
  unsupportedMediaType: { title: 'This kind of file is not understood', next: 'Use JSON.' },
  unprocessable: {
    title: 'This cannot be done as things stand',
    next: 'Mend the problems that are listed, then try again.',
  },
  rateLimited: { title: 'Too many attempts', next: 'Wait a minute, then try again.' },
  upstream: { title: 'The system behind the connection did not answer as expected', next: 'Test the connection.' },
  unavailable: { title: 'The server cannot do this right now', next: 'Try again in a moment.' },
  internal: { title: 'The server failed', next: 'Try again. If it stays, look into the server’s log.' },
};

/** Why an edit was not saved: for whoever made it, and must not lose it. */
export const notSavedWords = ({ code, title }: ErrorWords): string =>
  code === 'unauthenticated'
    ? 'You are signed out. Your edits are kept on this page: sign in in another tab, then retry.'
    : title;

const isCode = (code: unknown): code is AppErrorCode => typeof code === 'string' && Object.hasOwn(appErrorTable, code);

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** Thrown while a page was worked out, not by a call: browsers say of those that a fetch, an import or a load failed. */
const isMistake = (error: unknown): error is Error =>
  (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) &&
  !/failed to fetch|load failed|networkerror|network (error|request)|dynamically imported|importing a module/i.test(
    error.message,
  );

/** What a call that was refused before its procedure was answered with: a problem document instead of an error of a procedure. */
function refusalOf(error: unknown): unknown {
  const answer = property(property(error, 'meta'), 'responseJSON');
  const detail = property(answer, 'detail');
  return isCode(property(answer, 'code')) && typeof detail === 'string'
    ? { code: property(answer, 'code'), userMessage: detail }
    : undefined;
}

/** There was an answer, though not one of ours: something that stands between, such as a proxy, gave it. */
function strangeAnswer(error: unknown): string | undefined {
  const response = property(property(error, 'meta'), 'response');
  if (response instanceof Response) return ` (status ${response.status})`;
  return property(error, 'cause') instanceof SyntaxError ? '' : undefined;
}

export function errorWords(error: unknown): ErrorWords {
  const data = property(error, 'data') ?? refusalOf(error);
  const code = property(data, 'code');
  if (isMistake(error)) {
    return {
      title: 'This page made a mistake',
      cause: error.message,
      next: 'Load it again. If it stays, report it with the cause above: the mistake is in Patchbay.',
      retryable: false,
    };
  }
  const strange = strangeAnswer(error);
  if (!isCode(code) && strange !== undefined) {
    return {
      title: 'The answer cannot be read',
      cause: `It does not come from Patchbay itself, or was cut off on its way${strange}.`,
      next: 'Try again. If it stays, ask whoever runs the proxy or the network in front of Patchbay.',
      retryable: true,
    };
  }
  if (!isCode(code)) {
    return {
      title: 'The server does not answer',
      cause: error instanceof Error && error.message !== '' ? error.message : undefined,
      next: 'Look whether Patchbay is still running where you started it, then try again.',
      retryable: true,
    };
  }
  const words = codeWords[code];
  const said = property(data, 'userMessage');
  const details = property(data, 'details');
  return {
    ...(typeof said === 'string' && said !== '' ? { title: said } : words),
    code,
    retryable: appErrorTable[code].retryable,
    ...(details === undefined ? {} : { details }),
  };
}
