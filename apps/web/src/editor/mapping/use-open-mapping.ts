import { useNavigate } from '@tanstack/react-router';
import { useEditor } from '../editor-context.ts';
import type { MappingPlace } from './mapping-place.ts';

/** Opens a mapping of the flow over the whole page. */
export function useOpenMapping(): (place: MappingPlace) => void {
  const { flowId } = useEditor();
  const navigate = useNavigate();
  return ({ nodeId, field, entry }) =>
    void navigate({ to: '/flows/$flowId/map/$nodeId', params: { flowId, nodeId }, search: { field, entry } });
}
