import { useState } from 'react';
import { Button } from '../../ui/index.ts';
import { ItemMenu } from '../item-menu.tsx';
import { useOpenMapping } from './mapping-context.ts';
import { PublishMappingDialog } from './publish-mapping-dialog.tsx';

/** What one can do with the mapping as a whole, in the mapper's bar. */
export function MappingActions() {
  const { mapping, mayEdit } = useOpenMapping();
  const [publishing, setPublishing] = useState(false);
  return (
    <>
      {mayEdit ? <Button onClick={() => setPublishing(true)}>Publish</Button> : null}
      <ItemMenu kind="mapping" item={mapping} isPage />
      {publishing ? <PublishMappingDialog onClose={() => setPublishing(false)} /> : null}
    </>
  );
}
