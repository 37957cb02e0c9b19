import { useEffect } from 'react';
import { Mapper } from '../../mapper/index.ts';
import { useEditor } from '../editor-context.ts';
import type { MappingPlace } from './mapping-place.ts';
import { useOpenMapping } from './use-open-mapping.ts';
import { useMapperHost } from './use-mapper-host.ts';

/** The mapper beside the canvas. */
export function DockedMapper({ place }: { readonly place: MappingPlace }) {
  const { store } = useEditor();
  const open = useOpenMapping();
  const close = (): void => store.getState().show({ mapper: null });
  const host = useMapperHost(place, {
    crumbs: [],
    done: close,
    resize: {
      label: 'Over the whole page',
      go: () => {
        close();
        open(place);
      },
    },
  });
  const isGone = host === null;
  // The step was deleted, or its field is given in another way now.
  useEffect(() => {
    if (isGone) store.getState().show({ mapper: null });
  }, [isGone, store]);
  return host === null ? null : <Mapper key={host.id} host={host} layout="docked" />;
}
