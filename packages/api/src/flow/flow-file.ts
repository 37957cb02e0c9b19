// Flow files: what export writes and import reads. A file is data: nothing in it is run, bound or trusted.
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError } from '@patchbay/model/errors';
import type { FlowDocument } from '@patchbay/model/flow';
import { canonicalFlow, parseFlow, validateFlow } from '@patchbay/model/flow';
import { firstTooDeep } from '@patchbay/model/schema';

const maxBytes = 5_000_000;
const maxDepth = 200;

/** Deterministic: the same flow is the same text. Slots stand in it, connections and secrets do not. */
export const flowFileText = (doc: FlowDocument): string =>
  `${JSON.stringify({ patchbay: 'flow', schemaVersion: 1, flow: canonicalFlow(doc) }, null, 2)}\n`;

export const flowFileName = (name: string): string =>
  `${
    name
      .normalize('NFKD')
      .replaceAll(/[^A-Za-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 80)
      .toLowerCase() || 'flow'
  }.flow.json`;

const refused = (what: string, diagnostics?: Diagnostic[]): AppError =>
  AppError.because(
    'unprocessable',
    `The flow file cannot be imported: ${what} Nothing was created.`,
    diagnostics === undefined ? undefined : { diagnostics },
  );

/** Structure that no editor can show or mend; the rest is imported as a draft with its problems. */
const broken = new Set([
  'flow.duplicateId',
  'flow.duplicateName',
  'flow.danglingEdge',
  'flow.unknownPort',
  'flow.cycle',
]);

/**
 * @throws AppError `unprocessable` with the reasons: line and column of what is no JSON, or the path of what does not fit.
 */
export function readFlowFile(text: string): FlowDocument {
  if (Buffer.byteLength(text) > maxBytes) {
    throw refused(`it is larger than ${maxBytes / 1_000_000} MB. Split the flow, or take sample payloads out of it.`);
  }
  if (firstTooDeep(text, maxDepth) !== undefined)
    throw refused(`it is nested deeper than ${maxDepth} levels. Export the flow again.`);
  const value = parseJsonText(text);
  const parsed = parseFlow(documentIn(value));
  if (!parsed.ok) {
    const [first] = parsed.diagnostics;
    throw refused(`${first?.message ?? 'its shape is not that of a flow'}.`.replace(/\.\.$/, '.'), parsed.diagnostics);
  }
  const problems = validateFlow(parsed.doc, { operations: {} }).filter(({ code }) => broken.has(code));
  if (problems.length > 0) throw refused(problems[0]?.message ?? '', problems);
  return parsed.doc;
}

function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const message = `${cause.message.replace(/ \(line \d+ column \d+\)$/, '').replace(/ in JSON at position \d+$/, '')}${placeOf(cause.message, text)}`;
    throw refused(`it is no JSON: ${message}. Open it in an editor and mend that place, or export the flow again.`);
  }
}

/** Where V8 says it is; a file that ends too early ends at its last character. */
function placeOf(message: string, text: string): string {
  const place = /\(line (\d+) column (\d+)\)$/.exec(message);
  if (place !== null) return ` at line ${place[1]}, column ${place[2]}`;
  const lines = text.split('\n');
  return ` at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The document, taken out of its envelope; a bare document is read too. */
function documentIn(value: unknown): unknown {
  if (!isRecord(value)) throw refused('it holds no object. Choose a file that “Export” wrote.');
  if (Object.hasOwn(value, 'nodes')) return value;
  if (value['patchbay'] !== 'flow') {
    throw refused('the field “patchbay” with the value “flow” is missing. Choose a file that “Export” wrote.');
  }
  const version = value['schemaVersion'];
  if (version !== 1) {
    throw refused(
      typeof version === 'number' && version > 1
        ? `it was written by a newer Patchbay (schemaVersion ${version}, this one reads 1). Update Patchbay first.`
        : 'the field “schemaVersion” is not 1. Export the flow again.',
    );
  }
  const extra = Object.keys(value).filter((key) => !['patchbay', 'schemaVersion', 'flow'].includes(key));
  if (extra.length > 0) throw refused(`the field “${extra[0]?.slice(0, 60)}” is unknown. Remove it.`);
  return value['flow'];
}
