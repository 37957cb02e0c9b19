import { Mapper } from '../../mapper/index.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { useLibraryHost } from './use-library-host.ts';

export function MapperScreen() {
  const host = useLibraryHost();
  return (
    <>
      <Mapper key={host.id} host={host} layout="page" />
      <ConflictDialog />
    </>
  );
}
