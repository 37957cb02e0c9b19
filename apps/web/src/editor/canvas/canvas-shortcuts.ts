// The keys of the canvas, in one list: handled while the canvas has the focus, and shown in the list of shortcuts.
import type { FlowDocument } from '@patchbay/model/flow';
import { matchesKeys } from '../../ui/key-names.ts';
import { batchOf } from '../editor.store.ts';
import type { Selection } from '../editor.store.ts';
import type { CanvasEditing } from './canvas-context.ts';
import { gridStep } from './geometry.ts';
import { nudgeCommand } from './interpretation.ts';
import { tidyCommand } from './layout.ts';
import { deleteNodesCommands, removeEdgeCommand } from './splice.ts';
import { neighbour, stream } from './walk.ts';
import type { Direction } from './walk.ts';

export interface ShortcutScene {
  readonly doc: FlowDocument;
  readonly selection: Selection;
  /** Null in a canvas that only shows. */
  readonly editing: CanvasEditing | null;
  readonly select: (selection: Partial<Selection>) => void;
  readonly zoom: (to: 'in' | 'out' | 'whole' | 'fit' | 'selection') => void;
  readonly reveal: (nodeId: string) => void;
  readonly rename: (nodeId: string) => void;
  readonly open: (nodeId: string) => void;
  readonly duplicate: () => void;
  readonly addNote: () => void;
}

export interface Shortcut {
  readonly keys: readonly string[];
  readonly words: string;
  readonly edits: boolean;
  readonly run: (scene: ShortcutScene) => void;
}

const walk =
  (direction: Direction, extend: boolean) =>
  (scene: ShortcutScene): void => {
    const next = neighbour(scene.doc, scene.selection.nodes.at(-1), direction);
    if (next === null) return;
    scene.select({ nodes: extend ? [...scene.selection.nodes.filter((id) => id !== next), next] : [next] });
    scene.reveal(next);
  };

const nudge =
  (x: number, y: number) =>
  ({ doc, selection, editing }: ShortcutScene): void => {
    const command = nudgeCommand(doc, selection.nodes, { x: x * gridStep, y: y * gridStep });
    if (command !== null) editing?.edit(command, { coalesce: `nudge:${selection.nodes.join(',')}` });
  };

const remove =
  (reconnect: boolean) =>
  ({ doc, selection, editing }: ShortcutScene): void => {
    const gone = new Set(selection.nodes);
    const edges = doc.edges.filter(
      (edge) => selection.edges.includes(edge.id) && !gone.has(edge.from.node) && !gone.has(edge.to.node),
    );
    const command = batchOf([
      ...edges.map((edge) => removeEdgeCommand(edge.id)),
      ...deleteNodesCommands(doc, selection.nodes, reconnect),
      ...doc.notes
        .filter((note) => selection.notes.includes(note.id))
        .map((note) => ({ type: 'removeNote' as const, noteId: note.id })),
    ]);
    if (command !== null) editing?.edit(command, { select: {} });
  };

export function tidy({
  doc,
  selection,
  editing,
  zoom,
}: Pick<ShortcutScene, 'doc' | 'selection' | 'editing' | 'zoom'>): void {
  const part = selection.nodes.length > 1 ? selection.nodes : undefined;
  const command = tidyCommand(doc, part);
  if (command !== null) editing?.edit(command);
  if (part === undefined) zoom('fit');
}

const view = (keys: string[], words: string, run: Shortcut['run']): Shortcut => ({ keys, words, edits: false, run });
const edit = (keys: string[], words: string, run: Shortcut['run']): Shortcut => ({ keys, words, edits: true, run });

export const canvasShortcuts: readonly Shortcut[] = [
  edit(['N'], 'Add a step', ({ editing }) => editing?.openPicker({})),
  edit(['Mod+Z'], 'Undo', ({ editing }) => editing?.undo()),
  edit(['Mod+Shift+Z', 'Mod+Y'], 'Redo', ({ editing }) => editing?.redo()),
  view(['Mod+A'], 'Select all', ({ doc, select }) =>
    select({ nodes: doc.nodes.map((node) => node.id), notes: doc.notes.map((note) => note.id) }),
  ),
  edit(['Mod+D'], 'Duplicate', ({ duplicate }) => duplicate()),
  edit(['Delete', 'Backspace'], 'Delete', remove(false)),
  edit(['Mod+Delete', 'Mod+Backspace'], 'Delete and reconnect', remove(true)),
  view(['Enter'], 'Open the settings', ({ selection, open }) => {
    const id = selection.nodes.at(-1);
    if (id !== undefined) open(id);
  }),
  edit(['F2'], 'Rename', ({ selection, rename }) => {
    const id = selection.nodes.at(-1) ?? selection.notes.at(-1);
    if (id !== undefined) rename(id);
  }),
  edit(['Shift+S'], 'Add a note', ({ addNote }) => addNote()),
  edit(['Shift+Alt+T'], 'Tidy', tidy),
  view(['+', '='], 'Zoom in', ({ zoom }) => zoom('in')),
  view(['-'], 'Zoom out', ({ zoom }) => zoom('out')),
  view(['0'], 'Zoom to 100 %', ({ zoom }) => zoom('whole')),
  view(['1'], 'Show the whole flow', ({ zoom }) => zoom('fit')),
  view(['2'], 'Show the selection', ({ zoom }) => zoom('selection')),
  ...(['Up', 'Down', 'Left', 'Right'] as const).flatMap((name): Shortcut[] => {
    const direction = name.toLowerCase() as Direction;
    const x = name === 'Left' ? -1 : name === 'Right' ? 1 : 0;
    const y = name === 'Up' ? -1 : name === 'Down' ? 1 : 0;
    return [
      view([`Arrow${name}`], `Go ${direction}`, walk(direction, false)),
      view([`Shift+Arrow${name}`], `Extend the selection ${direction}`, walk(direction, true)),
      edit([`Mod+Arrow${name}`], `Move the selection ${direction}`, nudge(x, y)),
    ];
  }),
  view(['Shift+Alt+ArrowLeft'], 'Select everything upstream', ({ doc, selection, select }) =>
    select({ nodes: stream(doc, selection.nodes, 'upstream') }),
  ),
  view(['Shift+Alt+ArrowRight'], 'Select everything downstream', ({ doc, selection, select }) =>
    select({ nodes: stream(doc, selection.nodes, 'downstream') }),
  ),
  view(['Escape'], 'Clear the selection', ({ select }) => select({})),
];

/** The shortcut that an event is, if this canvas may run it. */
export function shortcutOf(event: KeyboardEvent | React.KeyboardEvent, editable: boolean): Shortcut | undefined {
  return canvasShortcuts.find(
    (shortcut) => (editable || !shortcut.edits) && shortcut.keys.some((keys) => matchesKeys(event, keys)),
  );
}
