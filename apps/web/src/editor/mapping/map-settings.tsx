import type { FlowNode } from '@patchbay/model/flow';
import { useNavigate } from '@tanstack/react-router';
import { Maximize2, PanelRight } from 'lucide-react';
import { meterOf, targetTree } from '../../mapper/index.ts';
import { useMemo } from 'react';
import { Button, Section } from '../../ui/index.ts';
import { useEditor } from '../editor-context.ts';
import type { NodeForm } from '../inspector/node-edit.ts';

type MapNode = Extract<FlowNode, { kind: 'map' }>;

/** What the map step makes, in short, and the ways into the mapper. */
export function MapSettings({ form }: { readonly form: NodeForm<MapNode> }) {
  const { flowId } = useEditor();
  const navigate = useNavigate();
  const { node } = form;
  return (
    <Section className="grid gap-3">
      <div className="flex gap-2">
        <Button
          look="primary"
          icon={Maximize2}
          onClick={() =>
            void navigate({ to: '/flows/$flowId/map/$nodeId', params: { flowId, nodeId: node.id }, search: {} })
          }
        >
          Open the mapper
        </Button>
      </div>
    </Section>
  );
}
