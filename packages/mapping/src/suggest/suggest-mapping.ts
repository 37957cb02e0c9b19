// Auto-map: which field of the sources stands for which of the target, and why. Pure, the same answer for the same question; it
// applies nothing. The steps are those of the folders: names, fields, likeness, evidence, choice.
import { AliasNames } from './choice/alias.ts';
import { bandOf } from './choice/band.ts';
import { CandidateIndex } from './choice/candidate-index.ts';
import { chooseSources } from './choice/choose.ts';
import type { Choice } from './choice/choose.ts';
import { Comparer } from './choice/compare.ts';
import { convert, pathText, rootSteps } from './choice/expression-of.ts';
import type { OpenLoop } from './choice/expression-of.ts';
import { LoopChooser } from './choice/loops.ts';
import type { ArrayChoice } from './choice/loops.ts';
import type { Pair } from './choice/pair.ts';
import { nameReasons, reasonsOf } from './choice/reasons-of.ts';
import { readSettled } from './choice/settled-rules.ts';
import type { SettledRules } from './choice/settled-rules.ts';
import { addStructure } from './choice/structure.ts';
import { Memory } from './evidence/memory.ts';
import { sharedValues } from './evidence/shared-values.ts';
import { declaredKind } from './evidence/type-fit.ts';
import type { Field } from './fields/field.ts';
import { pointerOf } from './fields/pointer.ts';
import type {
  Candidate,
  LoopCandidate,
  LoopSuggestion,
  MatchReason,
  MatchRequest,
  MatchResult,
  TargetSuggestion,
} from './suggestion.ts';
import { buildLexicon } from './words/lexicon.ts';

/**
 * For every value of the target up to three sources with a score, reasons and the expression to use; for every array the
 * loop that fills it. Time grows with the number of fields, not with their product: 1,000 × 1,000 take well under a second.
 */
export function suggestMapping(request: MatchRequest): MatchResult {
  const comparer = comparerOf(request);
  const sources = comparer.source.side.fields;
  const targets = comparer.target.side.fields;
  const sourceNames = request.sources.map((source) => source.name);
  const settled = readSettled({ rules: request.settled, sources, targets, sourceNames });
  const memory = new Memory({
    sources,
    targets,
    sourceSchemas: request.sources.map((source) => source.schemaName),
    targetSchema: request.target.schemaName,
    memory: request.memory,
    known: request.known,
  });
  const pairsOf = comparePairs(comparer, memory.confirmedPairs());
  const loops = new LoopChooser(comparer, pairsOf).choose(settled.loops);
  const choices = chooseSources({
    comparer,
    pairsOf: new Map([...pairsOf].filter(([target]) => !settled.ruled.has(target))),
    loops,
    memory: (source, target) => memory.said(source, target),
    taken: settled.taken,
  });
  const writer = new SuggestionWriter({ comparer, loops, settled, sourceNames });
  return {
    loops: writer.loops(),
    fields: comparer.target.side.leaves.flatMap((leaf) => {
      const found = choices.get(leaf);
      return found === undefined ? [] : [writer.field(leaf, found)];
    }),
    truncated: comparer.source.side.truncated || comparer.target.side.truncated,
  };
}

function comparerOf(request: MatchRequest): Comparer {
  const named = (name: string): string => {
    const last = rootSteps(name).at(-1);
    return last?.kind === 'name' ? last.name : name;
  };
  const sources = request.sources.map(({ name, schema, samples }) => ({ name: named(name), schema, samples }));
  const { schema, samples } = request.target;
  return new Comparer(sources, { name: '', schema, samples }, buildLexicon(request.words));
}

/** Every leaf of the target with the pairs that are worth a thought, structure included. */
export function comparePairs(
  comparer: Comparer,
  besides: readonly (readonly [source: number, target: number])[],
): Map<number, Pair[]> {
  const index = new CandidateIndex(comparer.source.side, comparer.source.bags, comparer.table);
  const extra = new Map<number, Set<number>>();
  for (const [source, target] of [...besides, ...sharedValues(comparer.source, comparer.target)]) {
    const list = extra.get(target);
    if (list === undefined) extra.set(target, new Set([source]));
    else list.add(source);
  }
  const pairsOf = new Map<number, Pair[]>();
  for (const target of comparer.target.side.leaves) {
    if (comparer.target.side.fields[target]?.parent === -1) continue;
    const found = index.candidates(comparer.target, target);
    const all = new Set([...found, ...(extra.get(target) ?? [])]);
    pairsOf.set(
      target,
      [...all].map((source) => comparer.compare(source, target)),
    );
  }
  addStructure(pairsOf, comparer);
  return pairsOf;
}

interface WriterInput {
  readonly comparer: Comparer;
  readonly loops: ReadonlyMap<number, ArrayChoice>;
  readonly settled: SettledRules;
  readonly sourceNames: readonly string[];
}

class SuggestionWriter {
  readonly #input: WriterInput;
  readonly #aliases = new Map<number, string>();
  readonly #names: AliasNames;

  constructor(input: WriterInput) {
    this.#input = input;
    const roots = input.sourceNames.flatMap((name) => {
      const first = rootSteps(name)[0];
      return first?.kind === 'name' ? [first.name] : [];
    });
    this.#names = new AliasNames([...roots, ...input.settled.names]);
    for (const [target, alias] of input.settled.aliases) this.#aliases.set(target, alias);
  }

  /** Outer ones first, so that an inner loop knows the names around it. */
  loops(): LoopSuggestion[] {
    return this.#targets
      .filter((field) => field.kind === 'array' && !this.#input.settled.ruled.has(field.id))
      .map((field) => {
        const choice = this.#input.loops.get(field.id);
        const candidates = (choice?.candidates ?? []).flatMap((candidate, at) => {
          const band = bandOf(candidate.score);
          const source = this.#sources[candidate.source];
          return band === undefined || source === undefined
            ? []
            : [this.#loop({ field, source, candidate, band, isFirst: at === 0 })];
        });
        return { target: pointerOf(field.path), candidates, settled: choice?.isSettled ?? false };
      });
  }

  #loop(at: {
    field: Field;
    source: Field;
    candidate: ArrayChoice['candidates'][number];
    band: LoopCandidate['band'];
    isFirst: boolean;
  }): LoopCandidate {
    const { field, source, candidate } = at;
    const root = this.#rootOf(source);
    const known = this.#aliases.get(field.id);
    const alias =
      at.isFirst && known !== undefined ? known : this.#names.take(source.name === '' ? 'entry' : source.name);
    if (at.isFirst) this.#aliases.set(field.id, alias);
    const reasons: MatchReason[] = nameReasons({ source: source.id, target: field.id }, this.#input.comparer);
    if (candidate.content > 0) {
      reasons.push({
        kind: 'structure',
        detail: `${Math.round(candidate.content * 100)} % of its fields have a partner there`,
      });
    }
    return {
      source: root,
      path: source.path,
      for: pathText(source, { root, loops: this.#openLoops(field.array), first: false }),
      as: alias,
      score: rounded(candidate.score),
      band: at.band,
      reasons,
    };
  }

  field(leaf: number, choices: readonly Choice[]): TargetSuggestion {
    const target = this.#targets[leaf];
    if (target === undefined) throw new Error(`no field ${leaf}`);
    const candidates = choices.flatMap((choice) => {
      const band = bandOf(choice.score);
      const source = this.#sources[choice.pair.source];
      return band === undefined || source === undefined ? [] : [this.#candidate({ choice, source, target, band })];
    });
    return { target: pointerOf(target.path), required: target.required, candidates };
  }

  #candidate(at: { choice: Choice; source: Field; target: Field; band: Candidate['band'] }): Candidate {
    const { choice, source, target, band } = at;
    const { comparer } = this.#input;
    const root = this.#rootOf(source);
    const path = pathText(source, { root, loops: this.#openLoops(target.array), first: choice.reach === 'first' });
    const { expression, conversion } = convert({
      path,
      reach: choice.reach,
      source: {
        field: source,
        declared: declaredKind(source),
        kind: comparer.source.kinds[source.id] ?? 'any',
        profile: comparer.source.profile(source.id),
      },
      target: { field: target, declared: declaredKind(target) },
    });
    const reasons = reasonsOf(choice, comparer);
    return { source: root, path: source.path, expression, conversion, score: rounded(choice.score), band, reasons };
  }

  /** The loops around a field of the target, outermost first. */
  #openLoops(array: number): OpenLoop[] {
    const loops: OpenLoop[] = [];
    for (let at = array; at !== -1; at = this.#targets[at]?.array ?? -1) {
      const source = this.#sources[this.#input.loops.get(at)?.candidates[0]?.source ?? -1];
      const alias = this.#aliases.get(at);
      if (source !== undefined && alias !== undefined) loops.unshift({ array: source, alias });
    }
    return loops;
  }

  get #sources(): readonly Field[] {
    return this.#input.comparer.source.side.fields;
  }

  get #targets(): readonly Field[] {
    return this.#input.comparer.target.side.fields;
  }

  #rootOf(field: Field): string {
    return this.#input.sourceNames[field.root] ?? '';
  }
}

const rounded = (score: number): number => Math.floor(score * 1000) / 1000;
