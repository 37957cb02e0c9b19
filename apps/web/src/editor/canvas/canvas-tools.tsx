import type { FlowDocument } from '@patchbay/model/flow';
import { Panel, useReactFlow, useStore } from '@xyflow/react';
import { Maximize, Minus, MousePointer2, Network, Plus, Redo2, StickyNote, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { Toolbar, ToolbarItem } from '../../ui/toolbar.tsx';
import type { Selection } from '../editor.store.ts';
import type { CanvasEditing } from './canvas-context.ts';
import { tidy } from './canvas-shortcuts.ts';
import { keyOf, useOwnKeys } from '../../shortcuts/index.ts';

export interface CanvasToolsProps {
  readonly editing: CanvasEditing | undefined;
  readonly doc: FlowDocument;
  readonly selection: Selection;
  /** Dragging over empty canvas draws a frame instead of moving the view. */
  readonly marquee: boolean;
  readonly onMarquee: (marquee: boolean) => void;
  readonly onAddNote: () => void;
  /** Further tools at the top right. */
  readonly children?: ReactNode;
}

export function CanvasTools({ editing, doc, selection, marquee, onMarquee, onAddNote, children }: CanvasToolsProps) {
  const flow = useReactFlow();
  useOwnKeys();
  return (
    <>
      {editing === undefined ? null : (
        <Panel position="top-left">
          <Toolbar label="Drawing">
            <ToolbarItem>
              <IconButton
                size="small"
                iconSize={16}
                icon={MousePointer2}
                label="Select by a frame"
                aria-pressed={marquee}
                className={marquee ? 'bg-accent-soft text-accent-text' : ''}
                onClick={() => onMarquee(!marquee)}
              />
            </ToolbarItem>
            <ToolbarItem>
              <IconButton
                size="small"
                iconSize={16}
                icon={StickyNote}
                label="Add a note"
                shortcut={keyOf('addNote')}
                onClick={onAddNote}
              />
            </ToolbarItem>
            <ToolbarItem>
              <IconButton
                size="small"
                iconSize={16}
                icon={Undo2}
                label="Undo"
                shortcut={keyOf('undo')}
                onClick={editing.undo}
              />
            </ToolbarItem>
            <ToolbarItem>
              <IconButton
                size="small"
                iconSize={16}
                icon={Redo2}
                label="Redo"
                shortcut={keyOf('redo')}
                onClick={editing.redo}
              />
            </ToolbarItem>
          </Toolbar>
        </Panel>
      )}
      {editing === undefined && children === undefined ? null : (
        <Panel position="top-right">
          <Toolbar label="View">
            {editing === undefined ? null : (
              <ToolbarItem>
                <Button
                  look="ghost"
                  size="small"
                  icon={Network}
                  shortcut={keyOf('tidy')}
                  onClick={() =>
                    tidy({
                      doc,
                      selection,
                      editing,
                      zoom: () =>
                        requestAnimationFrame(() => void flow.fitView({ padding: 0.12, maxZoom: 1, duration: 150 })),
                    })
                  }
                >
                  Tidy
                </Button>
              </ToolbarItem>
            )}
            {children}
          </Toolbar>
        </Panel>
      )}
      <Panel position="bottom-left">
        <ZoomTools />
      </Panel>
    </>
  );
}

function ZoomTools() {
  const flow = useReactFlow();
  useOwnKeys();
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <Toolbar label="Zoom">
      <ToolbarItem>
        <IconButton
          size="small"
          iconSize={16}
          icon={Minus}
          label="Zoom out"
          shortcut={keyOf('zoomOut')}
          onClick={() => void flow.zoomOut({ duration: 80 })}
        />
      </ToolbarItem>
      <span className="tabular w-11 text-center text-12 font-medium" aria-live="off">
        {percent} %
      </span>
      <ToolbarItem>
        <IconButton
          size="small"
          iconSize={16}
          icon={Plus}
          label="Zoom in"
          shortcut={keyOf('zoomIn')}
          onClick={() => void flow.zoomIn({ duration: 80 })}
        />
      </ToolbarItem>
      <ToolbarItem>
        <IconButton
          size="small"
          iconSize={16}
          icon={Maximize}
          label="Show the whole flow"
          shortcut={keyOf('zoomFit')}
          onClick={() => void flow.fitView({ padding: 0.12, maxZoom: 1, duration: 150 })}
        />
      </ToolbarItem>
    </Toolbar>
  );
}
