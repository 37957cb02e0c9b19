// The thread of a map pool: parse → map → serialise in one place, so that only texts cross. Nothing here waits or reaches out.
import { parentPort } from 'node:worker_threads';
import { parseJson } from '@patchbay/codecs';
import { seededContext } from '@patchbay/mapping';
import type { CompiledMapping } from '@patchbay/mapping';
import { generateMapping } from '@patchbay/mapping/generate';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { Json, JsonObject } from '@patchbay/model/schema';
import { freezeIntrinsics } from './freeze-intrinsics.ts';
import { loadProgram } from './load-program.ts';
import { keptPrograms } from './map-job.ts';
import type { MapAnswer, MapScope, ThreadReply, ThreadRequest } from './map-job.ts';

const programs = new Map<number, CompiledMapping>();

function programOf({ number, document }: { number: number; document: MappingDocument | null }): CompiledMapping {
  const known = programs.get(number);
  if (known !== undefined) {
    programs.delete(number);
    programs.set(number, known);
    return known;
  }
  if (document === null) throw new RangeError(`mapping ${number} was never sent to this thread`);
  const [oldest] = programs.keys();
  if (programs.size >= keptPrograms && oldest !== undefined) programs.delete(oldest);
  const program = generateMapping(document, loadProgram);
  programs.set(number, program);
  return program;
}

function valueOf(scope: MapScope): Readonly<Record<string, Json>> {
  if ('value' in scope) return scope.value;
  if ('json' in scope) return parseJson(scope.json) as JsonObject;
  // Values of ours have been read before: their numbers stay as they are.
  const values = JSON.parse(scope.values) as JsonObject;
  if (scope.body === undefined) return values;
  return { ...values, trigger: { ...(values['trigger'] as JsonObject), body: bodyOf(scope.body) } };
}

class NoJson extends Error {
  override readonly name = 'NoJson';
}

function bodyOf(bytes: Uint8Array): Json {
  try {
    return parseJson(bytes);
  } catch (cause) {
    throw new NoJson(cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause), { cause });
  }
}

function answerTo({ mapping, scope, clock, budget, answer }: ThreadRequest): MapAnswer {
  const program = programOf(mapping);
  const value = valueOf(scope);
  const context = seededContext({ now: clock.now, effectRoot: clock.seed, path: clock.path, budget });
  const { ok, output, problems, rejected } = program.run(value, context);
  return { ok, output: answer === 'json' ? JSON.stringify(output) : (output as Json), problems, rejected };
}

function reply(request: ThreadRequest): ThreadReply {
  try {
    return { id: request.id, answer: answerTo(request) };
  } catch (cause) {
    const failure = cause instanceof Error ? cause.message : String(cause);
    return { id: request.id, failure, noJson: cause instanceof NoJson };
  }
}

freezeIntrinsics();
parentPort?.on('message', (request: ThreadRequest) => parentPort?.postMessage(reply(request)));
