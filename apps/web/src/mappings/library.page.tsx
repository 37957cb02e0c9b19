import { useNavigate } from '@tanstack/react-router';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { Tab, TabList, TabPanel, Tabs } from '../ui/index.ts';
import { parseLibrarySearch } from './library-search.ts';
import type { LibrarySearch } from './library-search.ts';
import { LookupsActions, LookupsTab } from './list/lookups-tab.tsx';
import { MappingsActions, MappingsTab } from './list/mappings-tab.tsx';
import { SchemasActions, SchemasTab } from './list/schemas-tab.tsx';
import { WordsTab } from './words/words-tab.tsx';

/** What the workspace keeps for mapping: mappings, schemas, lookup tables, words. The address says what is shown. */
export function LibraryPage({ search }: { readonly search: LibrarySearch }) {
  const navigate = useNavigate();
  const tab = search.tab ?? 'mappings';
  const change = (next: LibrarySearch): void =>
    void navigate({ to: '/mappings', search: parseLibrarySearch({ ...next }), replace: true });
  const props = { search, onChange: change };
  return (
    <PageFrame title="Mappings" className="overflow-hidden" actions={<Actions tab={tab} />}>
      <Tabs value={tab} onChange={(next) => change({ tab: next })} className="h-full">
        <TabList label="Library">
          <Tab value="mappings">Mappings</Tab>
          <Tab value="schemas">Schemas</Tab>
          <Tab value="lookups">Lookup tables</Tab>
          <Tab value="words">Words</Tab>
        </TabList>
        <TabPanel value="mappings" className="overflow-auto">
          <MappingsTab {...props} />
        </TabPanel>
        <TabPanel value="schemas" className="overflow-auto">
          <SchemasTab {...props} />
        </TabPanel>
        <TabPanel value="lookups" className="overflow-auto">
          <LookupsTab {...props} />
        </TabPanel>
        <TabPanel value="words" className="overflow-auto">
          <WordsTab {...props} />
        </TabPanel>
      </Tabs>
    </PageFrame>
  );
}

function Actions({ tab }: { readonly tab: NonNullable<LibrarySearch['tab']> }) {
  switch (tab) {
    case 'mappings':
      return <MappingsActions />;
    case 'schemas':
      return <SchemasActions />;
    case 'lookups':
      return <LookupsActions />;
    case 'words':
      return null;
  }
}
