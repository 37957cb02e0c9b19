import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { trpc, trpcClient } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { ImportButton } from '../../flows/import-button.tsx';
import { Button, Dialog, ProblemBox } from '../../ui/index.ts';
import { namesWith } from '../find-entries.ts';
import { readMappingFile, withoutKnown } from '../library-files.ts';
import { freeName } from '../library-words.ts';

/** More references than these are kept with the document instead of being asked for. */
const mostAsked = 100;

class NoMappingFile extends Error {}

/** A mapping file becomes a draft of its own; what it carries and the library has is taken from the library. */
export function ImportMappingButton() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const load = useMutation({
    mutationFn: async ({ text, fileName }: { text: string; fileName: string }) => {
      const read = readMappingFile(text, fileName);
      if (!read.ok) throw new NoMappingFile(read.reason);
      const { bundle = {} } = read.document;
      const refs = (part: object | undefined): string[] => Object.keys(part ?? {}).slice(0, mostAsked);
      const known = await trpcClient.mapping.resolve.query({
        schemas: refs(bundle.schemas),
        lookups: refs(bundle.lookups),
        mappings: refs(bundle.mappings),
      });
      const name = freeName(read.name, await namesWith('mapping', read.name));
      return trpcClient.mapping.create.mutate({ name, document: withoutKnown(read.document, known) });
    },
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: trpc.mapping.list.pathKey() });
      void navigate({ to: '/mappings/$mappingId', params: { mappingId: id } });
    },
  });
  return (
    <>
      <ImportButton busy={load.isPending} onText={(text, fileName) => load.mutate({ text, fileName })} />
      <Dialog
        open={load.error !== null}
        onClose={() => load.reset()}
        title="The file was not imported"
        footer={<Button onClick={() => load.reset()}>Close</Button>}
      >
        {load.error instanceof NoMappingFile ? (
          <ProblemBox
            title={load.error.message}
            next="Take a file that was saved from a mapping, here or by “patchbay map export”."
          />
        ) : (
          <ErrorBox error={load.error} />
        )}
      </Dialog>
    </>
  );
}
