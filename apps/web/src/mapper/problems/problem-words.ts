import type { Diagnostic } from '@patchbay/model/errors';
import { fieldName } from '../rules/use-rule-edit.ts';

const leadingPath = /^\/[^\s,.:]+/;

/** The message with the field called as the screen calls it: `shipTo.country` for `/shipTo/country`. */
export const problemWords = ({ message }: Pick<Diagnostic, 'message'>): string =>
  message.replace(leadingPath, (path) => fieldName(path));

/** What went wrong, for the row that it went wrong in: the row says itself which field it is. */
export function failureWords({ message }: { readonly message: string }): string {
  const rest = message.replace(leadingPath, '').trimStart();
  const reason = rest.replace(/^cannot be worked out\. /, '');
  return reason === message ? message : reason.charAt(0).toUpperCase() + reason.slice(1);
}

/** The path of the rule that a problem is about; the root is the empty text. */
export const problemPath = ({ at }: Pick<Diagnostic, 'at'>): string =>
  (at.field ?? '').replace(/^mapping/, '').split('#', 1)[0] ?? '';
