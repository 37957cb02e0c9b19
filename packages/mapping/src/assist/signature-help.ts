import { lexExpression } from '@patchbay/model/expression';
import { functionNamed } from '../functions/index.ts';
import { functionCatalogue } from './catalogue.ts';
import type { FunctionDescription } from './catalogue.ts';

export interface SignatureHelp {
  readonly function: FunctionDescription;
  readonly parameters: readonly SignatureParameter[];
  /** Which parameter the cursor stands in; beyond the last when there are too many arguments. */
  readonly active: number;
  /** Where the name of the function stands. */
  readonly start: number;
  readonly end: number;
}

export interface SignatureParameter {
  readonly name: string;
  readonly typeInWords: string;
  readonly optional: boolean;
  readonly repeats: boolean;
  /** Where it stands in the signature. */
  readonly from: number;
  readonly to: number;
}

interface OpenBracket {
  /** Undefined for brackets that are no call. */
  readonly call: { readonly name: string; readonly start: number; readonly end: number } | undefined;
  separators: number;
}

const described = new Map(functionCatalogue.map((one) => [one.name, one]));

/** The innermost call that the cursor stands in, and which of its arguments. */
export function signatureAt(text: string, offset: number): SignatureHelp | undefined {
  const open: OpenBracket[] = [];
  let name: OpenBracket['call'];
  for (const token of lexExpression(text)) {
    if (token.start >= offset) break;
    if (token.kind === 'symbol') step(token.text, open, name);
    name = token.kind === 'name' ? { name: token.text.toUpperCase(), start: token.start, end: token.end } : undefined;
  }
  const at = open.findLast(({ call }) => call !== undefined && functionNamed(call.name) !== undefined);
  const found = at?.call === undefined ? undefined : described.get(functionNamed(at.call.name)?.name ?? '');
  if (at?.call === undefined || found === undefined) return undefined;
  const last = found.parameters.length - 1;
  const active = found.parameters.at(-1)?.repeats === true ? Math.min(at.separators, last) : at.separators;
  return { function: found, parameters: parametersOf(found), active, start: at.call.start, end: at.call.end };
}

function step(symbol: string, open: OpenBracket[], name: OpenBracket['call']): void {
  if (symbol === '(' || symbol === '[' || symbol === '{')
    open.push({ call: symbol === '(' ? name : undefined, separators: 0 });
  else if (symbol === ')' || symbol === ']' || symbol === '}') open.pop();
  else if (symbol === ',' || symbol === ';') {
    const last = open.at(-1);
    if (last !== undefined) last.separators += 1;
  }
}

function parametersOf({ signature, parameters }: FunctionDescription): SignatureParameter[] {
  let at = signature.indexOf('(') + 1;
  return parameters.map(({ name, typeInWords, optional, repeats }) => {
    const from = signature.indexOf(name, at);
    at = from + name.length;
    return { name, typeInWords, optional: optional === true, repeats: repeats === true, from, to: at };
  });
}
