// The call that the caret stands in, and which of its arguments.
import { functionCatalogue } from '@patchbay/mapping';
import { lexExpression } from '@patchbay/model/expression';
import type { SignatureView } from '../../ui/code-editor/index.ts';

interface OpenBracket {
  /** In upper case; empty for brackets that are no call. */
  readonly name: string;
  separators: number;
}

export function callAt(text: string, offset: number): SignatureView | null {
  const open: OpenBracket[] = [];
  let before = '';
  for (const token of lexExpression(text)) {
    if (token.start >= offset) break;
    if (token.kind === 'symbol') {
      const last = open.at(-1);
      if (token.text === '(' || token.text === '[' || token.text === '{')
        open.push({ name: token.text === '(' ? before.toUpperCase() : '', separators: 0 });
      else if (token.text === ')' || token.text === ']' || token.text === '}') open.pop();
      else if ((token.text === ',' || token.text === ';') && last !== undefined) last.separators += 1;
    }
    before = token.kind === 'name' ? token.text : '';
  }
  const call = open.findLast(({ name }) => name !== '');
  const found = functionCatalogue.find(({ name }) => name === call?.name);
  if (call === undefined || found === undefined) return null;
  const parameters = found.parameters.map(({ name }) => name);
  const repeats = found.parameters.at(-1)?.repeats === true;
  const active = repeats ? Math.min(call.separators, parameters.length - 1) : call.separators;
  return { label: found.signature, parameters, active, summary: found.summary };
}
