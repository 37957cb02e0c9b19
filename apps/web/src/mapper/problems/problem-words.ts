import type { Diagnostic } from '@patchbay/model/errors';
import { fieldName } from '../rules/use-rule-edit.ts';

/** The message with the field called as the screen calls it: `shipTo.country` for `/shipTo/country`. */
export const problemWords = ({ message }: Pick<Diagnostic, 'message'>): string =>
  message.replace(/^\/[^\s,.:]+/, (path) => fieldName(path));
