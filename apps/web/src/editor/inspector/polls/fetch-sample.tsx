import type { DataSchema, Json } from '@patchbay/model/schema';
import { inferSchema } from '@patchbay/model/schema';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { trpc } from '../../../app/api-client.ts';
import { ErrorBox } from '../../../app/error-box.tsx';
import { Button, toast } from '../../../ui/index.ts';
import { useEditor } from '../../editor-context.ts';
import { countWords } from './poll-words.ts';

interface FetchSampleProps {
  readonly nodeId: string;
  readonly onFound: (sample: Json, shape: DataSchema) => void;
}

/** Asks for some items that the trigger as it is drawn would find: the first becomes the sample, all of them make the shape. */
export function FetchSample({ nodeId, onFound }: FetchSampleProps) {
  const { flowId, autosave } = useEditor();
  const sample = useMutation(trpc.trigger.sample.mutationOptions());
  const fetchNow = useMutation({
    mutationFn: async () => {
      // The server reads by the settings that it knows.
      if ((await autosave.flush()) === null)
        throw new Error('The settings could not be saved yet. Look at the state of saving in the bar.');
      return sample.mutateAsync({ flowId, nodeId });
    },
    onSuccess: ({ items }) => {
      const [first] = items;
      if (first === undefined) {
        toast('Nothing was found', { detail: 'There is no item yet that the trigger would find.' });
        return;
      }
      onFound(first, inferSchema(items));
      toast(`${countWords(items.length, 'item')} fetched`, {
        detail: 'The first is the sample; the shape comes from all.',
      });
    },
  });
  return (
    <>
      <Button
        size="small"
        icon={Download}
        className="justify-self-start"
        busy={fetchNow.isPending}
        onClick={() => fetchNow.mutate()}
      >
        Fetch a sample
      </Button>
      {fetchNow.error === null ? null : <ErrorBox error={fetchNow.error} doing="No sample could be fetched" />}
    </>
  );
}
