// A mapping as one program: its objects and expressions are JavaScript of their own, under the rules of the other back end.
import type { MappingDocument } from '@patchbay/model/mapping';
import type { Frame } from '../evaluate/frame.ts';
import { compileMapping } from '../rules/compile-mapping.ts';
import type { CompiledMapping } from '../rules/compile-mapping.ts';
import type { BackEnd, Target } from '../rules/rule-scope.ts';
import type { RunState } from '../rules/run-state.ts';
import { generateNode } from './generate-node.ts';
import { generateObject } from './generate-object.ts';
import { Program } from './program.ts';
import { runtime } from './runtime.ts';

/** What `load` makes of a program: its functions, in the order in which they were asked for. */
export type LoadedProgram = (rt: typeof runtime, captured: readonly unknown[]) => readonly GeneratedFunction[];
export type GeneratedFunction = (first: never, second: never) => unknown;

/**
 * The same as `compileMapping`, faster to run; what a run's `observe` sees of objects and of their values is told by
 * closures only. The pure room runs no text: `load` does, where that is allowed. Programs hold JSON literals, identifiers
 * that are made here, and names of `runtime`; nothing else of a document enters them.
 */
export function generateMapping(doc: MappingDocument, load: (source: string) => LoadedProgram): CompiledMapping {
  const program = new GeneratedProgram();
  const compiled = compileMapping(doc, program);
  program.load(load);
  return compiled;
}

/** The text of the program of a mapping, for tests and for the curious. */
export function generatedSource(doc: MappingDocument): string {
  const program = new GeneratedProgram();
  compileMapping(doc, program);
  return program.source;
}

/** A function that is used before its program is loaded. */
interface Late {
  call: GeneratedFunction;
}

const notLoaded = (): never => {
  throw new RangeError('the program is not loaded');
};

class GeneratedProgram implements BackEnd {
  readonly #program = new Program();
  readonly #names: string[] = [];
  readonly #late: Late[] = [];

  closure: BackEnd['closure'] = (node, environment) => {
    const program = this.#program;
    const name = program.declareFunction(
      'c',
      'f',
      (text) => `return ${generateNode(node, { program, text, environment })};`,
    );
    const late = this.#promise(name) as { call: (frame: Frame) => unknown };
    return (frame) => late.call(frame);
  };

  object: BackEnd['object'] = (rule, place, scope) => {
    const shape = this.#program.declareShape();
    const made = this.#promise(`() => new ${shape}()`) as { call: () => Target };
    const name = generateObject(rule, place, { program: this.#program, scope });
    const late = this.#promise(name) as { call: (run: RunState, target: Target) => boolean };
    return { create: () => made.call(), fill: (run, target) => late.call(run, target) };
  };

  get source(): string {
    return `${this.#program.text}\nreturn [${this.#names.join(', ')}];`;
  }

  load(load: (source: string) => LoadedProgram): void {
    const functions = load(this.source)(runtime, this.#program.captured);
    this.#late.forEach((late, at) => {
      late.call = functions[at] ?? notLoaded;
    });
  }

  #promise(text: string): Late {
    const late: Late = { call: notLoaded };
    this.#names.push(text);
    this.#late.push(late);
    return late;
  }
}
