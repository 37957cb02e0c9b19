// The state of one mounted mapper: what is selected, open, searched and shown. The document is the host's.
import type { DropChoices } from '@patchbay/mapping/edit';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { noDrafts } from './drafts/formula-draft.ts';
import type { FormulaDrafts, GoneDraft } from './drafts/formula-draft.ts';
import type { Suggestion } from './auto-map/suggestion.ts';
import { notTested } from './tests/tests-state.ts';
import type { KeptPart } from './parts/kept-part.ts';
import type { Verdicts } from './schema/drift/drift-groups.ts';
import type { SchemaDraft } from './schemas/schema-draft.ts';
import type { TestsState } from './tests/tests-state.ts';
import type { TraceRequest } from './trace/trace-request.ts';

export type Side = 'source' | 'target';
export type MapperView = 'canvas' | 'table' | 'text';
export type Density = 'compact' | 'normal' | 'wide';
export type TargetFilter =
  | 'all'
  | 'mapped'
  | 'unmapped'
  | 'missing'
  | 'problems'
  | 'suggested'
  | 'todo'
  | 'reviewed'
  | 'neverFilled';
export type SourceFilter = 'all' | 'used' | 'unused';
export type Drawer = 'autoMap' | 'problems' | 'samples' | 'tests' | 'lookups' | 'schemas' | null;

/** Where one types: the rule's path and which of its expressions (`''` its own, `#when`, `#let.price`). */
export interface Editing {
  readonly path: string;
  readonly part: string;
  /** What was typed to begin with; it replaces the text. */
  readonly seed?: string | undefined;
}

/** A field on its way to its partner: by pointer or by keyboard. */
export interface Carried {
  readonly side: Side;
  readonly key: string;
  readonly by: 'pointer' | 'keyboard';
  /** The line whose other end is moved; the row is the end that stays. */
  readonly line?: LineId | undefined;
}

/** The row that a carried field is over: what dropping it there does, or why it cannot be dropped. */
export interface DropTarget {
  readonly key: string;
  readonly words: string;
  readonly isRefused: boolean;
}

/** A drop that waits for the person's choice. */
export interface PendingDrop {
  readonly source: string;
  /** Key of the target row, with the part that it shows. */
  readonly target: string;
  readonly choices: DropChoices;
  /** Where it opens, in the page's pixels. */
  readonly at: { readonly x: number; readonly y: number };
}

/** One drawn line, by its ends. */
export interface LineId {
  readonly source: string;
  readonly target: string;
}

export type Hover = { readonly side: Side; readonly key: string } | { readonly line: LineId } | null;

export interface MapperState {
  readonly view: MapperView;
  /** Rule paths; the lead is the last. */
  readonly selected: readonly string[];
  readonly lead: string | null;
  readonly selectedSource: string | null;
  readonly selectedLine: LineId | null;
  /** The row that the arrow keys stand on, at each side; a node's key. */
  readonly cursor: Readonly<Record<Side, string | null>>;
  /** Rows that differ from how they open by themselves. */
  readonly toggled: Readonly<Record<Side, ReadonlySet<string>>>;
  /** Rows above this depth stand open by themselves; null: as deep as fits a few screens. */
  readonly openDepth: Readonly<Record<Side, number | null>>;
  /** Recursive shapes that were opened; they hold more rows since. */
  readonly cuts: Readonly<Record<Side, ReadonlySet<string>>>;
  readonly sampleId: string | null;
  /** Which item is shown, by the path of the loop. */
  readonly positions: Readonly<Record<string, number>>;
  /** The row that is shown with what is below it, and nothing else; null for the whole tree. */
  readonly top: Readonly<Record<Side, string | null>>;
  readonly search: Readonly<Record<Side, string>>;
  readonly targetFilter: TargetFilter;
  readonly sourceFilter: SourceFilter;
  /** Only the selected row's lines. */
  readonly focusMode: boolean;
  readonly density: Density;
  readonly editing: Editing | null;
  /** Formulas that are typed and not applied, most of them since they cannot be read yet. */
  readonly drafts: FormulaDrafts;
  /** Those whose rules were removed meanwhile: an undo brings both back. */
  readonly goneDrafts: readonly GoneDraft[];
  /** Text of the mapping that is typed and not applied. */
  readonly textDrafts: FormulaDrafts;
  readonly carried: Carried | null;
  readonly over: DropTarget | null;
  readonly pending: PendingDrop | null;
  /** Why the last drop did nothing, where it was tried. */
  readonly refusal: { readonly words: string; readonly at: PendingDrop['at'] } | null;
  readonly hover: Hover;
  readonly drawer: Drawer;
  /** A panel beside a row: its loop, what else there is to say about its rule, a function to put around it. */
  readonly panel:
    | { readonly kind: 'loop' | 'details' | 'qualifier'; readonly path: string }
    | { readonly kind: 'function'; readonly path: string; readonly key: string; readonly line?: LineId | undefined }
    | null;
  /** The rule whose name is typed; `isNew` when it was just added. */
  readonly renaming: { readonly key: string; readonly isNew: boolean } | null;
  /** The rule that is to become a mapping of its own. */
  readonly keeping: string | null;
  /** Rules that became one, and which. */
  readonly keptParts: readonly KeptPart[];
  /** Shapes that are being chosen, by what they are of. */
  readonly schemaDrafts: Readonly<Record<string, SchemaDraft>>;
  /** The use of a schema whose newer version is looked at. */
  readonly drift: string | null;
  /** What was accepted and refused of the re-links that a newer version proposes, by the two versions. */
  readonly verdicts: Readonly<Record<string, Verdicts>>;
  /** What the tests and the coverage of the samples said last. */
  readonly tests: TestsState;
  /** The value whose making is looked at. */
  readonly trace: TraceRequest | null;
  readonly suggestions: readonly Suggestion[];
  /** Pairs that were put aside here. */
  readonly rejectedPairs: ReadonlySet<string>;
  readonly matching:
    | { readonly status: 'none' | 'running' | 'done' }
    | { readonly status: 'failed'; readonly words: string };
  /** Looks for suggestions now; null where there is nothing to look for. */
  readonly ask: (() => void) | null;
  /** Asks a tree to bring a row into view; a new object is a new request. */
  readonly reveal: { readonly side: Side; readonly key: string; readonly focus: boolean } | null;
  /** What happened last, for those who hear the page. */
  readonly said: string;
}

export interface MapperActions {
  readonly select: (paths: readonly string[]) => void;
  readonly selectSource: (key: string | null) => void;
  readonly selectLine: (line: LineId | null) => void;
  readonly setCursor: (side: Side, key: string | null) => void;
  readonly toggle: (side: Side, keys: readonly string[]) => void;
  readonly openCut: (side: Side, cut: string) => void;
  /** Shows only a row and what is below it; null shows all again. */
  readonly drill: (side: Side, key: string | null) => void;
  /** All rows as they open by themselves, down to a depth. */
  readonly openTo: (side: Side, depth: number) => void;
  readonly startEditing: (path: string, part?: string, seed?: string) => void;
  readonly stopEditing: () => void;
  readonly setPosition: (loop: string, position: number) => void;
  readonly say: (words: string) => void;
  readonly show: (state: Partial<MapperState>) => void;
}

export type MapperStore = StoreApi<MapperState & MapperActions>;

export const nothingToggled: ReadonlySet<string> = new Set();

export const initialState: MapperState = {
  view: 'canvas',
  selected: [],
  lead: null,
  selectedSource: null,
  selectedLine: null,
  cursor: { source: null, target: null },
  toggled: { source: nothingToggled, target: nothingToggled },
  openDepth: { source: null, target: null },
  cuts: { source: nothingToggled, target: nothingToggled },
  sampleId: null,
  positions: {},
  top: { source: null, target: null },
  search: { source: '', target: '' },
  targetFilter: 'all',
  sourceFilter: 'all',
  focusMode: false,
  density: 'normal',
  editing: null,
  drafts: noDrafts,
  goneDrafts: [],
  textDrafts: noDrafts,
  carried: null,
  over: null,
  pending: null,
  refusal: null,
  hover: null,
  drawer: null,
  panel: null,
  renaming: null,
  keeping: null,
  keptParts: [],
  schemaDrafts: {},
  drift: null,
  verdicts: {},
  tests: notTested,
  trace: null,
  suggestions: [],
  rejectedPairs: nothingToggled,
  matching: { status: 'none' },
  ask: null,
  reveal: null,
  said: '',
};

export function createMapperStore(init: Partial<MapperState> = {}): MapperStore {
  return createStore<MapperState & MapperActions>((set, get) => ({
    ...initialState,
    ...init,
    select: (paths) => {
      const lead = paths.at(-1) ?? null;
      const cursor = lead === null ? get().cursor : { ...get().cursor, target: lead };
      set({ selected: paths, lead, selectedSource: null, selectedLine: null, cursor });
    },
    selectSource: (key) => {
      const cursor = key === null ? get().cursor : { ...get().cursor, source: key };
      set({ selectedSource: key, selectedLine: null, cursor });
    },
    selectLine: (line) => {
      set(
        line === null
          ? { selectedLine: null }
          : { selectedLine: line, selected: [line.target], lead: line.target, selectedSource: null },
      );
    },
    setCursor: (side, key) => {
      if (get().cursor[side] !== key) set({ cursor: { ...get().cursor, [side]: key } });
    },
    toggle: (side, keys) => {
      const toggled = new Set(get().toggled[side]);
      for (const key of keys) if (!toggled.delete(key)) toggled.add(key);
      set({ toggled: { ...get().toggled, [side]: toggled } });
    },
    openCut: (side, cut) => {
      set({ cuts: { ...get().cuts, [side]: new Set([...get().cuts[side], cut]) } });
    },
    drill: (side, key) => {
      set({ top: { ...get().top, [side]: key } });
    },
    openTo: (side, depth) => {
      set({
        toggled: { ...get().toggled, [side]: nothingToggled },
        openDepth: { ...get().openDepth, [side]: depth },
      });
    },
    startEditing: (path, part = '', seed) => {
      set({ editing: { path, part, ...(seed === undefined ? {} : { seed }) } });
    },
    stopEditing: () => {
      if (get().editing !== null) set({ editing: null });
    },
    setPosition: (loop, position) => {
      set({ positions: { ...get().positions, [loop]: Math.max(0, position) } });
    },
    say: (said) => {
      // The same words again must be heard again.
      set({ said: get().said === said ? `${said}\u00a0` : said });
    },
    show: (state) => {
      set(state);
    },
  }));
}
