import { Ellipsis, Minus, Play, Plus, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import {
  Button,
  Checkbox,
  CommandPalette,
  Dialog,
  IconButton,
  Menu,
  Popover,
  RadioCards,
  SearchField,
  Segmented,
  SelectField,
  TextAreaField,
  TextField,
  TextInput,
  toast,
  Toolbar,
} from '../../ui/index.ts';
import { Specimen } from './specimen.tsx';

export function GalleryControls() {
  return (
    <div className="grid gap-4">
      <Buttons />
      <Fields />
      <Overlays />
    </div>
  );
}

function Buttons() {
  return (
    <Specimen title="Buttons">
      <Button look="primary">Publish</Button>
      <Button icon={Play} shortcut="Mod+Enter">
        Test run
      </Button>
      <Button look="ghost">Advanced</Button>
      <Button look="danger">Cancel run</Button>
      <Button size="small">Cut at 35</Button>
      <Button busy>Saving</Button>
      <Button disabled>Disabled</Button>
      <Button look="primary" disabled>
        Disabled
      </Button>
      <IconButton icon={RotateCcw} label="Undo" shortcut="Mod+Z" />
      <IconButton icon={Ellipsis} label="More" size="small" />
      <Toolbar label="Zoom">
        <IconButton icon={Minus} label="Zoom out" size="small" iconSize={16} />
        <span className="w-10 text-center text-12 font-medium">100 %</span>
        <IconButton icon={Plus} label="Zoom in" size="small" iconSize={16} />
      </Toolbar>
    </Specimen>
  );
}

function Fields() {
  const [text, setText] = useState('Webshop order');
  const [search, setSearch] = useState('');
  const [mode, setMode] = useState<'fixed' | 'mapped' | 'expression'>('fixed');
  const [choice, setChoice] = useState<string | undefined>('pay');
  const [checked, setChecked] = useState(true);
  const [decision, setDecision] = useState('done');
  return (
    <Specimen title="Fields">
      <TextField
        label="reference"
        monoLabel
        required
        value={text}
        onChange={(event) => setText(event.target.value)}
        fieldClassName="w-70"
        hint={'= "Webshop order" text'}
        aside={
          <Segmented
            label="Mode"
            size="small"
            value={mode}
            onChange={setMode}
            options={[
              { value: 'fixed', label: 'Fixed' },
              { value: 'mapped', label: 'Mapped' },
              { value: 'expression', label: 'Expression' },
            ]}
          />
        }
      />
      <TextField
        label="Address"
        defaultValue="htp://shop"
        error="This is no address. Begin with https:// or http://."
        fieldClassName="w-70"
      />
      <SelectField
        label="Connection"
        fieldClassName="w-70"
        value={choice}
        onChange={setChoice}
        options={[
          { value: 'pay', label: 'Payment API, test', aside: 'Healthy' },
          { value: 'parcel', label: 'Parcel API, test' },
        ]}
      />
      <TextAreaField label="Note" fieldClassName="w-70" rows={2} />
      <SearchField label="Search steps" value={search} onChange={setSearch} shortcut="N" frameClassName="w-50" />
      <TextInput aria-label="Disabled" disabled value="disabled" frameClassName="w-30" />
      <Checkbox
        checked={checked}
        onChange={setChecked}
        label="May be repeated safely"
        hint="The other side recognises a second attempt."
      />
      <Checkbox checked="indeterminate" onChange={setChecked} label="Some" />
      <Checkbox checked={false} onChange={setChecked} label="None" />
      <div className="w-80">
        <RadioCards
          label="What happened?"
          value={decision}
          onChange={setDecision}
          cards={[
            {
              value: 'done',
              title: 'It was booked',
              detail: 'Continue with its number; nothing is sent again.',
              extra: <TextInput aria-label="Tracking no." mono defaultValue="PN4400718DK" />,
            },
            { value: 'retry', title: 'It was not booked', detail: 'Send it once more, now, as attempt 2.' },
            { value: 'fail', title: 'Give up and undo', detail: 'Refund 184.60 EUR and release the stock.' },
          ]}
        />
      </div>
    </Specimen>
  );
}

function Overlays() {
  const [open, setOpen] = useState(false);
  const [palette, setPalette] = useState(false);
  const [search, setSearch] = useState('');
  return (
    <Specimen title="Overlays">
      <Button onClick={() => setOpen(true)}>Dialog</Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Delete the flow?"
        description="Its runs stay in the history."
        footer={<Button look="danger">Delete</Button>}
      >
        Nothing else uses it.
      </Dialog>
      <Menu
        trigger={<Button>Menu</Button>}
        items={[
          { label: 'Duplicate', icon: Plus, shortcut: 'Mod+D', onSelect: () => toast('Duplicated') },
          'divider',
          {
            label: 'Delete',
            icon: Trash2,
            shortcut: 'Delete',
            danger: true,
            onSelect: () =>
              toast('Deleted', { detail: 'Order to cash', action: { label: 'Undo', onSelect: () => undefined } }),
          },
        ]}
      />
      <Popover trigger={<Button>Popover</Button>} label="Sources" className="w-60 p-3">
        Anything small.
      </Popover>
      <Button onClick={() => toast('Published version 8')}>Toast</Button>
      <Button onClick={() => setPalette(true)}>Palette</Button>
      <CommandPalette
        open={palette}
        onOpenChange={setPalette}
        search={search}
        onSearch={setSearch}
        placeholder="Go to page, flow or run"
        groups={[
          {
            heading: 'Pages',
            items: [{ id: 'runs', label: 'Runs', icon: Play, aside: 'page', onSelect: () => setPalette(false) }],
          },
        ]}
      />
    </Specimen>
  );
}
