// One store per mounted editor. Every edit is a FlowCommand through the pure applyCommand; undo is a command too.
import { applyCommand } from '@patchbay/model/flow';
import type { FlowCommand, FlowDocument, SingleFlowCommand } from '@patchbay/model/flow';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { sameJson } from '../ui/same-json.ts';
import type { MappingPlace } from './mapping/mapping-place.ts';

export interface Selection {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly notes: readonly string[];
}

/** Where the step picker opens, and what the chosen step is tied to. Positions are the canvas's own, in pixels. */
export interface PickerRequest {
  readonly position?: { readonly x: number; readonly y: number };
  readonly after?: { readonly nodeId: string; readonly port: string };
  readonly edgeId?: string;
}

export type LowerPanel = 'problems' | 'testRun';

export interface EditorUi {
  readonly picker: PickerRequest | null;
  readonly lowerPanel: LowerPanel | null;
  readonly outline: boolean;
  readonly publishing: boolean;
  /** Asks the canvas to bring this node into view; the number makes a second request a new one. */
  readonly reveal: { readonly nodeId: string; readonly request: number } | null;
  /** The field inside the selected node that a problem pointed at. */
  readonly field: string | null;
  /** The mapping that is edited beside the canvas. */
  readonly mapper: MappingPlace | null;
  /** The text of the last refused edit, for the status line. */
  readonly refusal: string | null;
}

interface HistoryEntry {
  readonly command: FlowCommand;
  readonly key: string | null;
}

export interface EditorState {
  readonly doc: FlowDocument;
  readonly revision: number;
  readonly selection: Selection;
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
  readonly ui: EditorUi;
}

export interface EditOptions {
  /** Edits in a row with one key are one step of undo: typing into one field. */
  readonly coalesce?: string;
  readonly select?: Partial<Selection>;
}

export interface EditorActions {
  /** Applies an edit; hands back false, and says why in `ui.refusal`, when the document refuses it. */
  readonly edit: (command: FlowCommand, options?: EditOptions) => boolean;
  readonly undo: () => void;
  readonly redo: () => void;
  /** The next edit begins a new step of undo, whatever its key. Typing that ended where it began was no step. */
  readonly seal: () => void;
  readonly select: (selection: Partial<Selection>) => void;
  readonly show: (ui: Partial<EditorUi>) => void;
  /** Selects a node and asks the canvas to show it. */
  readonly goTo: (nodeId: string, field?: string) => void;
  /** The server's document (rebased over others' edits), with own unsaved edits on top. */
  readonly receive: (doc: FlowDocument, revision: number) => void;
  readonly saved: (revision: number) => void;
}

export type EditorStore = StoreApi<EditorState & EditorActions>;

export const emptySelection: Selection = { nodes: [], edges: [], notes: [] };
/** Steps of undo that are kept. */
const historyLimit = 500;

export interface EditorStoreInit {
  readonly doc: FlowDocument;
  readonly revision: number;
  /** Told of every command that changed the document, in order; autosave listens. */
  readonly onCommand?: (command: FlowCommand) => void;
}

export function createEditorStore({ doc, revision, onCommand }: EditorStoreInit): EditorStore {
  return createStore<EditorState & EditorActions>((set, get) => {
    const travel = (from: 'past' | 'future', to: 'past' | 'future'): void => {
      const state = get();
      const entry = state[from].at(-1);
      if (entry === undefined) return;
      const rest = state[from].slice(0, -1);
      const result = applyCommand(state.doc, entry.command);
      if (!result.ok) {
        set({ [from]: rest, ui: { ...state.ui, refusal: `That step can no longer be undone: ${result.reason}` } });
        return;
      }
      set({
        doc: result.doc,
        selection: presentSelection(state.selection, result.doc),
        [from]: rest,
        [to]: [...state[to], { command: result.inverse, key: null }],
      });
      onCommand?.(entry.command);
    };
    return {
      doc,
      revision,
      selection: emptySelection,
      past: [],
      future: [],
      ui: {
        picker: null,
        lowerPanel: null,
        outline: false,
        publishing: false,
        reveal: null,
        field: null,
        mapper: null,
        refusal: null,
      },
      edit: (command, options = {}) => {
        const state = get();
        const result = applyCommand(state.doc, command);
        if (!result.ok) {
          set({ ui: { ...state.ui, refusal: result.reason } });
          return false;
        }
        const selection = options.select === undefined ? state.selection : { ...emptySelection, ...options.select };
        set({
          doc: result.doc,
          selection: presentSelection(selection, result.doc),
          past: pushed(state.past, { command: result.inverse, key: options.coalesce ?? null }),
          future: [],
          ui: state.ui.refusal === null ? state.ui : { ...state.ui, refusal: null },
        });
        onCommand?.(command);
        return true;
      },
      undo: () => {
        travel('past', 'future');
      },
      redo: () => {
        travel('future', 'past');
      },
      seal: () => {
        const { doc: now, past } = get();
        const last = past.at(-1);
        if (last === undefined || last.key === null) return;
        const before = applyCommand(now, last.command);
        const isNothing = before.ok && sameJson(before.doc, now);
        set({ past: [...past.slice(0, -1), ...(isNothing ? [] : [{ ...last, key: null }])] });
      },
      select: (selection) => {
        get().seal();
        const next = { ...emptySelection, ...selection };
        if (sameSelection(next, get().selection)) return;
        set({ selection: next, ui: { ...get().ui, field: null } });
      },
      show: (ui) => {
        set({ ui: { ...get().ui, ...ui } });
      },
      goTo: (nodeId, field) => {
        get().select({ nodes: [nodeId] });
        const request = (get().ui.reveal?.request ?? 0) + 1;
        get().show({ reveal: { nodeId, request }, field: field ?? null });
      },
      receive: (received, at) => {
        set({ doc: received, revision: at, selection: presentSelection(get().selection, received) });
      },
      saved: (at) => {
        set({ revision: at });
      },
    };
  });
}

/** Of edits with one key, the first inverse leads back to where the typing began: later ones are not needed. */
function pushed(past: readonly HistoryEntry[], entry: HistoryEntry): readonly HistoryEntry[] {
  const last = past.at(-1);
  if (entry.key !== null && last?.key === entry.key) return past;
  return [...past.slice(1 - historyLimit), entry];
}

function presentSelection(selection: Selection, doc: FlowDocument): Selection {
  const kept = (ids: readonly string[], things: readonly { id: string }[]): readonly string[] => {
    if (ids.length === 0) return ids;
    const present = new Set(things.map((thing) => thing.id));
    return ids.every((id) => present.has(id)) ? ids : ids.filter((id) => present.has(id));
  };
  const next = {
    nodes: kept(selection.nodes, doc.nodes),
    edges: kept(selection.edges, doc.edges),
    notes: kept(selection.notes, doc.notes),
  };
  return sameSelection(next, selection) ? selection : next;
}

function sameSelection(left: Selection, right: Selection): boolean {
  const same = (one: readonly string[], other: readonly string[]): boolean =>
    one.length === other.length && one.every((id, index) => id === other[index]);
  return same(left.nodes, right.nodes) && same(left.edges, right.edges) && same(left.notes, right.notes);
}

/** Several commands as one step of undo; one alone stays itself, none is null. */
export function batchOf(commands: readonly SingleFlowCommand[]): FlowCommand | null {
  const [first, ...others] = commands;
  if (first === undefined) return null;
  return others.length === 0 ? first : { type: 'batch', commands: [...commands] };
}
