import { Download, FileSpreadsheet, FileText } from 'lucide-react';
import { useState } from 'react';
import { Button, Menu, saveBytes } from '../../ui/index.ts';
import type { MenuItem } from '../../ui/index.ts';

import { useMapper, useMapperData } from '../mapper-context.ts';
import { specificationFile, specificationLines } from './export-specification.ts';
import type { SpecificationFormat } from './export-specification.ts';

/** The specification as a file: all of it, or what search and filter leave. */
export function ExportMenu({ rows }: { readonly rows: readonly number[] }) {
  const { host, data } = useMapper();
  const { targetNodes } = useMapperData();
  const [busy, setBusy] = useState(false);
  const [mistake, setMistake] = useState<string | null>(null);
  const write = async (format: SpecificationFormat, shownOnly: boolean): Promise<void> => {
    const { view, results, diagnostics } = data();
    const only = shownOnly ? new Set(rows.map((at) => targetNodes[at]?.path ?? '')) : undefined;
    setBusy(true);
    setMistake(null);
    try {
      const lines = specificationLines({ view, results, diagnostics, only });
      saveBytes(await specificationFile(host().title, lines, format));
    } catch (error) {
      setMistake(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const item = (format: SpecificationFormat, shownOnly: boolean): MenuItem => ({
    label: format === 'csv' ? 'CSV' : 'Excel workbook',
    icon: format === 'csv' ? FileText : FileSpreadsheet,
    detail: shownOnly
      ? rows.length === 1
        ? 'Only the row that is shown'
        : `Only the ${rows.length} rows that are shown`
      : 'Every field of the target',
    onSelect: () => void write(format, shownOnly),
  });
  const isFiltered = rows.length < targetNodes.length;
  const menu = (
    <Menu
      trigger={
        <Button icon={Download} busy={busy} disabled={targetNodes.length === 0}>
          Export
        </Button>
      }
      items={[
        item('excel', false),
        item('csv', false),
        ...(isFiltered && rows.length > 0 ? (['divider', item('excel', true), item('csv', true)] as const) : []),
      ]}
    />
  );
  if (mistake === null) return menu;
  return (
    <>
      <span role="alert" className="max-w-60 truncate text-12 text-bad" title={mistake}>
        The file was not written: {mistake}
      </span>
      {menu}
    </>
  );
}
