// What the keys of the canvas do while it has the focus.
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
import { isShortcut } from '../../shortcuts/index.ts';
import type { ShortcutName } from '../../shortcuts/index.ts';

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

interface CanvasShortcut {
  /** By its name it has the keys that the person gave it. */
  readonly keys: ShortcutName | readonly string[];
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

type Keys = CanvasShortcut['keys'];
type Run = CanvasShortcut['run'];
const view = (keys: Keys, run: Run): CanvasShortcut => ({ keys, edits: false, run });
const edit = (keys: Keys, run: Run): CanvasShortcut => ({ keys, edits: true, run });

const canvasShortcuts: readonly CanvasShortcut[] = [
  edit('addStep', ({ editing }) => editing?.openPicker({})),
  edit('undo', ({ editing }) => editing?.undo()),
  edit('redo', ({ editing }) => editing?.redo()),
  view('selectAll', ({ doc, select }) =>
    select({ nodes: doc.nodes.map((node) => node.id), notes: doc.notes.map((note) => note.id) }),
  ),
  edit('duplicateSteps', ({ duplicate }) => duplicate()),
  edit('deleteSteps', remove(false)),
  edit('deleteAndReconnect', remove(true)),
  view(['Enter'], ({ selection, open }) => {
    const id = selection.nodes.at(-1);
    if (id !== undefined) open(id);
  }),
  edit('rename', ({ selection, rename }) => {
    const id = selection.nodes.at(-1) ?? selection.notes.at(-1);
    if (id !== undefined) rename(id);
  }),
  edit('addNote', ({ addNote }) => addNote()),
  edit('tidy', tidy),
  view('zoomIn', ({ zoom }) => zoom('in')),
  view('zoomOut', ({ zoom }) => zoom('out')),
  view('zoomWhole', ({ zoom }) => zoom('whole')),
  view('zoomFit', ({ zoom }) => zoom('fit')),
  view('zoomSelection', ({ zoom }) => zoom('selection')),
  ...(['Up', 'Down', 'Left', 'Right'] as const).flatMap((name): CanvasShortcut[] => {
    const direction = name.toLowerCase() as Direction;
    const x = name === 'Left' ? -1 : name === 'Right' ? 1 : 0;
    const y = name === 'Up' ? -1 : name === 'Down' ? 1 : 0;
    return [
      view([`Arrow${name}`], walk(direction, false)),
      view([`Shift+Arrow${name}`], walk(direction, true)),
      edit([`Mod+Arrow${name}`], nudge(x, y)),
    ];
  }),
  view('upstream', ({ doc, selection, select }) => select({ nodes: stream(doc, selection.nodes, 'upstream') })),
  view('downstream', ({ doc, selection, select }) => select({ nodes: stream(doc, selection.nodes, 'downstream') })),
  view(['Escape'], ({ select }) => select({})),
];

/** The shortcut that an event is, if this canvas may run it. */
export function shortcutOf(event: KeyboardEvent | React.KeyboardEvent, editable: boolean): CanvasShortcut | undefined {
  return canvasShortcuts.find(
    ({ edits, keys }) =>
      (editable || !edits) &&
      (typeof keys === 'string' ? isShortcut(event, keys) : keys.some((one) => matchesKeys(event, one))),
  );
}
