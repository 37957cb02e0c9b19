// One run of a mapping over the API: read the sources, run, and write the output when a format is asked for.
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError, hasErrors } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { encode } from '../library/formats.ts';
import type { EncodedOutput } from '../library/formats.ts';
import type { DocumentCheck } from './document-check.ts';
import type { MapRunner, MapRunnerOutcome } from './map-runner.ts';
import type { Evaluated, EvaluateInput, Problem } from './mapper.contract.ts';
import { readInput, schemaOfRef } from './mapping-input.ts';
import { outputShape } from './output-shape.ts';

const mostRejected = 1_000;

export type EvaluateRequest = Pick<EvaluateInput, 'input' | 'encoded' | 'encodedInput' | 'output' | 'now'>;

/** `document` carries its bundle. */
export async function evaluateMapping(
  { run, check }: { readonly run: MapRunner; readonly check: DocumentCheck },
  document: MappingDocument,
  request: EvaluateRequest,
): Promise<Evaluated> {
  const { scope, diagnostics: ofInput } = await readInput(document, request);
  const ofDocument = await check.diagnostics(document);
  const now = request.now === undefined ? Date.now() : Date.parse(request.now);
  const outcome = await run({ document, scope, now });
  const diagnostics: Diagnostic[] = [...ofDocument, ...ofInput];
  return {
    ok: outcome.ok && !hasErrors(diagnostics),
    output: outcome.output,
    ...(request.output === undefined
      ? {}
      : { encoded: await encoded(document, { output: outcome.output, now }, request.output) }),
    problems: problemsOf(outcome),
    rejected: outcome.rejected.slice(0, mostRejected).map(({ path, index, item, problem }) => ({
      path,
      ...(index === undefined ? {} : { index }),
      item: (item ?? null) as Json,
      problem: problemView(problem),
    })),
    rejectedCount: outcome.rejected.length,
    diagnostics,
  };
}

export const problemsOf = ({ problems }: Pick<MapRunnerOutcome, 'problems'>): Problem[] => problems.map(problemView);

const mostExpression = 400;
const around = 120;

/** A long expression is cut around the place; the place moves with it. */
function cutAround(text: string, at: Problem['at']): Pick<Problem, 'expression' | 'at'> {
  if (text.length <= mostExpression) return { expression: text, ...(at === undefined ? {} : { at }) };
  const { start, end } = at ?? { start: 0, end: 0 };
  const first = Math.min(Math.max(0, start - around), text.length - mostExpression);
  const last = first + mostExpression;
  const [before, after] = [first > 0 ? '…' : '', last < text.length ? '…' : ''];
  const moved = (place: number): number => Math.min(place - first, mostExpression) + before.length;
  return {
    expression: before + text.slice(first, last) + after,
    ...(at === undefined ? {} : { at: { start: moved(start), end: moved(end) } }),
  };
}

const problemView = ({ path, rule, code, message, expression, at }: MapRunnerOutcome['problems'][number]): Problem => ({
  path,
  rule,
  code,
  message,
  ...(expression === undefined ? {} : cutAround(expression, at)),
});

function encoded(
  document: MappingDocument,
  { output, now }: { readonly output: Json; readonly now: number },
  { format, schema, options }: NonNullable<EvaluateInput['output']>,
): Promise<EncodedOutput> {
  const shape = schema === undefined ? outputShape(document) : namedSchema(document, schema);
  return encode(output, { format, options, schema: shape, now });
}

function namedSchema(document: MappingDocument, schema: string | DataSchema): DataSchema {
  if (typeof schema !== 'string') return schema;
  const found = schemaOfRef(document, schema);
  if (found === undefined) throw AppError.because('unprocessable', `There is no schema “${schema}” in the library.`);
  return found;
}
