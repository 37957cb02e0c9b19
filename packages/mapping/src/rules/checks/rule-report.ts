// What is found at one rule, with its place and what may be done about it.
import type { Diagnostic, QuickFix, Severity } from '@patchbay/model/errors';
import { printExpression } from '@patchbay/model/expression';
import type { DataSchema } from '@patchbay/model/schema';
import { converted } from '../../check/check-expression.ts';
import { checkedText } from '../../check/checked-text.ts';
import type { CheckedText } from '../../check/checked-text.ts';
import { mismatchOf } from '../../check/expectation.ts';
import type { TypeScope } from '../../check/type-scope.ts';

interface Found {
  readonly severity: Severity;
  /** Without `mapping.`. */
  readonly code: string;
  readonly message: string;
  /** `#where`; empty for the rule itself. */
  readonly part?: string;
  readonly start?: number;
  readonly end?: number;
  readonly fixes?: readonly QuickFix[];
}

export class RuleReport {
  readonly path: string;
  readonly diagnostics: Diagnostic[] = [];

  constructor(path: string) {
    this.path = path;
  }

  add({ severity, code, message, part = '', start, end, fixes = [] }: Found): void {
    this.diagnostics.push({
      severity,
      code: `mapping.${code}`,
      message,
      at: { field: `mapping${this.path}${part}`, ...(start === undefined ? {} : { start, end }) },
      ...(fixes.length === 0 ? {} : { fixes: [...fixes] }),
    });
  }

  /**
   * An expression of the rule, and whether it fits what is expected of it. `wraps`: it is the rule's whole value, so a
   * conversion wraps the rule.
   */
  expression(
    text: string,
    {
      part = '',
      scope,
      expected,
      wraps = false,
    }: { part?: string; scope: TypeScope; expected?: DataSchema | undefined; wraps?: boolean },
  ): CheckedText & { readonly fits: boolean } {
    const checked = checkedText(text, scope);
    const field = `mapping${this.path}${part}`;
    for (const diagnostic of checked.diagnostics) {
      const isEmpty = diagnostic.code === 'expression.empty';
      const fixes = isEmpty ? [part === '' ? removeRule : removePart] : undefined;
      this.diagnostics.push({
        ...diagnostic,
        at: { ...diagnostic.at, field },
        ...(fixes === undefined ? {} : { fixes }),
      });
    }
    const mismatch = expected === undefined || !checked.isComplete ? undefined : mismatchOf(checked.type, expected);
    if (mismatch === undefined) return { ...checked, fits: true };
    const { severity, code, message, conversions } = mismatch;
    const { ast } = checked;
    const fixes = conversions.map((conversion): QuickFix => {
      const { title, function: name, args, template } = conversion;
      if (wraps && template === undefined)
        return { kind: 'wrapRule', title, function: name, ...(args === undefined ? {} : { args: [...args] }) };
      return { kind: 'replaceText', title, text: converted(ast, conversion) };
    });
    const [first] = conversions;
    this.diagnostics.push({
      severity,
      code: `expression.${code}`,
      message,
      at: { field, start: ast.start, end: ast.end },
      ...(first === undefined ? {} : { fix: { title: first.title, text: converted(ast, first) }, fixes }),
    });
    return { ...checked, fits: severity !== 'error' };
  }
}

export const removeRule: QuickFix = { kind: 'removeRule', title: 'Delete the rule' };
export const removePart: QuickFix = { kind: 'removePart', title: 'Delete this part' };

/** A text replaced as a whole. */
export const replaceWith = (title: string, text: string): QuickFix => ({ kind: 'replaceText', title, text });

/** The text inside a call. */
export const wrapped = (name: string, { ast }: CheckedText): string => `${name}(${printExpression(ast)})`;

export const shown = (path: string): string => (path === '' ? 'The result' : path);
