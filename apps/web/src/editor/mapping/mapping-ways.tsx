import { Maximize2, PanelRight } from 'lucide-react';
import { Button } from '../../ui/index.ts';
import { useEditor } from '../editor-context.ts';
import type { MappingPlace } from './mapping-place.ts';
import { useOpenMapping } from './use-open-mapping.ts';

/** The two ways into the mapper: over the whole page, and beside the canvas. */
export function MappingWays({ place }: { readonly place: MappingPlace }) {
  const { store } = useEditor();
  const open = useOpenMapping();
  return (
    <div className="flex flex-wrap gap-2">
      <Button look="primary" icon={Maximize2} onClick={() => open(place)}>
        Open the mapper
      </Button>
      <Button
        icon={PanelRight}
        onClick={() => {
          store.getState().show({ mapper: place });
          // The canvas gives way: the step is looked for in what is left of it.
          requestAnimationFrame(() => store.getState().goTo(place.nodeId));
        }}
      >
        Beside the canvas
      </Button>
    </div>
  );
}
