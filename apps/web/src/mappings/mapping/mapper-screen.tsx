import { Mapper } from '../../mapper/index.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { MappingActions } from './mapping-actions.tsx';
import { useLibraryHost } from './use-library-host.ts';

export function MapperScreen() {
  const host = useLibraryHost();
  return (
    <>
      <Mapper key={host.id} host={{ ...host, actions: <MappingActions /> }} layout="page" />
      <ConflictDialog />
    </>
  );
}
