import { useNavigate } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/index.ts';
import { ItemMenu } from '../item-menu.tsx';
import { UsedByButton } from './used-by-button.tsx';
import { useOpenMapping } from './mapping-context.ts';
import { PublishMappingDialog } from './publish-mapping-dialog.tsx';

/** What one can do with the mapping as a whole, in the mapper's bar. */
export function MappingActions() {
  const { mapping, mayEdit } = useOpenMapping();
  const navigate = useNavigate();
  const [publishing, setPublishing] = useState(false);
  return (
    <>
      {mayEdit ? <Button onClick={() => setPublishing(true)}>Publish</Button> : null}
      <UsedByButton mappingId={mapping.id} />
      <ItemMenu
        kind="mapping"
        item={mapping}
        isPage
        before={[
          {
            label: 'Versions and use',
            icon: History,
            onSelect: () => void navigate({ to: '/mappings/$mappingId/versions', params: { mappingId: mapping.id } }),
          },
        ]}
      />
      {publishing ? <PublishMappingDialog onClose={() => setPublishing(false)} /> : null}
    </>
  );
}
