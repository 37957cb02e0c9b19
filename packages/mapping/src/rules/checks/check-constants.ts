// Constants against the target: whether they fit is known before any data is seen.
import type { QuickFix } from '@patchbay/model/errors';
import type { Expression } from '@patchbay/model/expression';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { possibleValues } from '../../check/known-value.ts';
import { sliceOf } from '../../text/code-points.ts';
import { closest } from '../../check/suggest.ts';
import { compileTargetCheck } from '../target-check.ts';
import type { RuleReport } from './rule-report.ts';

/** Why a value does not fit the target, as a clause about “it”; undefined when it does. */
export function misfitOf(value: Json, target: DataSchema): string | undefined {
  const [first] = compileTargetCheck(target)(value);
  return first?.message.replace(/^The result/, short(value));
}

/** Whether the target restricts its values beyond their type. */
export const isNarrow = ({ enum: values, const: only, ...target }: DataSchema): boolean =>
  values !== undefined ||
  only !== undefined ||
  ['pattern', 'minimum', 'maximum', 'minLength', 'maxLength', 'format'].some(
    (keyword) => target[keyword] !== undefined,
  );

export function short(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** The allowed value that was probably meant. */
export function meantOf(value: Json, target: DataSchema): Json | undefined {
  return typeof value === 'string' ? closest(value, target.enum ?? []) : undefined;
}

const maxOffered = 3;

/** Values that may stand instead: what was probably meant, or else all that are allowed where they are few; a text cut to its length. */
function insteadOf(value: Json, target: DataSchema): readonly Json[] {
  const meant = meantOf(value, target);
  if (meant !== undefined) return [meant];
  const { enum: allowed, maxLength } = target;
  if (allowed !== undefined) return allowed.length > maxOffered ? [] : allowed;
  if (typeof value !== 'string' || maxLength === undefined) return [];
  const cut = sliceOf(value, 0, maxLength);
  return cut !== value && misfitOf(cut, target) === undefined ? [cut] : [];
}

/** A constant that the rule writes whatever comes: it must fit. */
export function checkConstant(
  value: Json,
  { target, report, word }: { target: DataSchema | undefined; report: RuleReport; word?: string },
): void {
  if (target === undefined || value === null) return;
  const misfit = misfitOf(value, target);
  if (misfit === undefined) return;
  const isType = typesOf(target).length > 0 && target.enum === undefined && /^\S+ is .* needs /.test(misfit);
  const fixes: QuickFix[] =
    word !== undefined
      ? []
      : insteadOf(value, target).map((meant) => ({
          kind: 'addRule',
          title: `Write ${short(meant)}`,
          path: report.path,
          rule: { const: meant },
        }));
  report.add({
    severity: 'error',
    code: isType ? 'targetMismatch' : 'notAllowed',
    message: word === undefined ? misfit : `${word}: ${misfit}`,
    fixes,
  });
}

/** Constants that an expression may give: in a branch of IF, behind `??`. The only value of it must fit. */
export function checkPossibleValues(
  ast: Expression,
  { target, report, part = '' }: { target: DataSchema | undefined; report: RuleReport; part?: string },
): void {
  if (target === undefined || !isNarrow(target)) return;
  for (const { value, start, end } of possibleValues(ast)) {
    const misfit = value === null ? undefined : misfitOf(value, target);
    if (misfit === undefined) continue;
    const meant = meantOf(value, target);
    report.add({
      severity: ast.kind === 'literal' ? 'error' : 'warning',
      code: 'notAllowed',
      message: misfit,
      part,
      start,
      end,
      fixes:
        typeof meant === 'string'
          ? [{ kind: 'replaceText', title: `Write “${meant}”`, text: JSON.stringify(meant).replaceAll('\\"', '""') }]
          : [],
    });
  }
}

/** Values that the source may have and the target does not allow. */
export function checkEnum(
  type: DataSchema,
  { target, report }: { target: DataSchema | undefined; report: RuleReport },
): void {
  if (target?.enum === undefined || type.enum === undefined) return;
  const allowed = new Set(target.enum.map((value) => JSON.stringify(value)));
  const others = type.enum.filter((value) => value !== null && !allowed.has(JSON.stringify(value)));
  if (others.length === 0) return;
  const shown = others.slice(0, 5).map(short).join(', ');
  const more = others.length > 5 ? ` and ${others.length - 5} more` : '';
  report.add({
    severity: 'warning',
    code: 'outsideEnum',
    message: `${report.path} may be ${shown}${more}, which the target does not allow. Translate the values with a lookup table.`,
  });
}
