// Constants that no data makes right: patterns, zones, units and counts of calls, divisors that are 0, and parts that read
// nothing and fail. What a run would say is said before it.
import type { QuickFix } from '@patchbay/model/errors';
import { printExpression, quoteText } from '@patchbay/model/expression';
import type { BinaryNode, Expression } from '@patchbay/model/expression';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { Site } from '../evaluate/site.ts';
import type { Parameter } from '../functions/definition.ts';
import type { ValueForm } from '../functions/value-form.ts';
import type { CheckSession } from './check-session.ts';
import { knownFailure, knownValue } from './known-value.ts';

/** Why no run could use the value; undefined where one may. */
function refusalOf({ read }: ValueForm, value: string | number, site: Site): EvaluationError | undefined {
  try {
    read(value, site);
    return undefined;
  } catch (cause) {
    if (cause instanceof EvaluationError) return cause;
    throw cause;
  }
}

/** An argument that reads nothing, such as the pattern of FORMATDATE. */
export function checkConstant(
  checker: CheckSession,
  { arg, parameter, name }: { arg: Expression; parameter: Parameter; name: string },
): void {
  const { form, optional } = parameter;
  const value = form === undefined ? undefined : knownValue(arg);
  if (form === undefined || (typeof value !== 'string' && typeof value !== 'number')) return;
  const site = new Site(`“${parameter.name}” of ${name}`, arg);
  const refusal = refusalOf(form, value, site);
  if (refusal === undefined) return;
  const meant = typeof value === 'string' ? (form.meant?.(value) ?? []) : [];
  const better = meant.filter((text) => text !== value && refusalOf(form, text, site) === undefined);
  const offers = better.map((text) => ({ title: `Change to ${text}`, text: quoteText(text) }));
  if (optional === true) offers.push({ title: 'Leave it out', text: 'null' });
  const [fix, ...others] = offers;
  checker.report('error', 'wrongConstant', refusal.message, arg, fix, others.map(replacing));
}

const replacing = (fix: { title: string; text: string }): QuickFix => ({ kind: 'replaceText', ...fix });

/** A division by what is always 0, unless an IFERROR around it takes another value then. */
export function checkDivisor(checker: CheckSession, node: BinaryNode): void {
  if (checker.isCaught || knownValue(node.right) !== 0) return;
  const whole = printExpression(node);
  const divisor = printExpression(node.right);
  const said = divisor === '0' ? 'The divisor is 0' : `The divisor “${divisor}” is always 0`;
  checker.report(
    'error',
    'divisionByZero',
    `${said}, so this can never be worked out. Divide by another value, or leave the division out.`,
    node,
    { title: 'Leave the division out', text: printExpression(node.left) },
    [replacing({ title: 'Give nothing instead', text: `IFERROR(${whole}, null)` })],
  );
}

/** A part that reads nothing, and fails in every run. */
export function checkFailure(checker: CheckSession, node: Expression): void {
  if (checker.isCaught || !['binary', 'unary', 'call'].includes(node.kind)) return;
  const failure = knownFailure(node);
  if (failure === undefined || failure.code === 'budgetExceeded') return;
  const text = printExpression(node);
  checker.report('error', 'alwaysFails', `This fails in every run. ${failure.message}`, node, {
    title: 'Give nothing instead',
    text: `IFERROR(${text}, null)`,
  });
}
