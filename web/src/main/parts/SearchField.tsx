import { Button, TextInputGroup, TextInputGroupMain, TextInputGroupUtilities } from '@patternfly/react-core';
import SearchIcon from '@patternfly/react-icons/dist/esm/icons/search-icon';
import TimesIcon from '@patternfly/react-icons/dist/esm/icons/times-icon';
import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { completions } from '../api/queries';
import { completed } from '../logic/queries';
import { texts } from '../texts';

/** A field for a query, which proposes how it can go on. */
export function SearchField({ value, submit }: { value: string; submit: (query: string) => void }) {
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [at, setAt] = useState(value.length);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  // the address may change the query from elsewhere
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setText(value);
  }
  const word = text.slice(0, at);
  const proposals = useQuery({ ...completions(word, at, open && word.trim() !== ''), retry: false });
  const items = open ? (proposals.data?.proposals ?? []) : [];
  const take = (proposal: string) => {
    const place = proposals.data;
    if (place === undefined) {
      return;
    }
    const next = completed(text, place.from, place.to, proposal);
    setText(next.text);
    setAt(next.at);
    setChosen(-1);
    setOpen(proposal.endsWith(':'));
    field.current?.focus();
    window.requestAnimationFrame(() => field.current?.setSelectionRange(next.at, next.at));
  };
  const go = (query: string) => {
    setOpen(false);
    submit(query.trim());
  };
  const keys = (event: KeyboardEvent) => {
    const picked = items[chosen];
    if (event.key === 'ArrowDown' && items.length > 0) {
      setChosen((chosen + 1) % items.length);
    } else if (event.key === 'ArrowUp' && items.length > 0) {
      setChosen(chosen <= 0 ? items.length - 1 : chosen - 1);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && picked !== undefined) {
      take(picked.text);
    } else if (event.key === 'Enter') {
      go(text);
    } else if (event.key === 'Escape' && open) {
      setOpen(false);
    } else {
      return;
    }
    event.preventDefault();
  };
  return (
    <div className="cl-search">
      <TextInputGroup>
        <TextInputGroupMain
          innerRef={field}
          icon={<SearchIcon />}
          value={text}
          placeholder={texts.machines.searchHint}
          aria-label={texts.machines.searchHint}
          role="combobox"
          isExpanded={items.length > 0}
          aria-controls={list}
          {...(chosen >= 0 && { 'aria-activedescendant': `${list}-${chosen}` })}
          inputProps={{ autoComplete: 'off', 'aria-autocomplete': 'list' }}
          onChange={(event, next) => {
            setText(next);
            setAt(event.currentTarget.selectionStart ?? next.length);
            setOpen(true);
            setChosen(-1);
          }}
          onKeyDown={keys}
          onBlur={() => setOpen(false)}
        />
        {text !== '' && (
          <TextInputGroupUtilities>
            <Button
              variant="plain"
              aria-label={texts.machines.clearSearch}
              icon={<TimesIcon />}
              onClick={() => {
                setText('');
                go('');
              }}
            />
          </TextInputGroupUtilities>
        )}
      </TextInputGroup>
      <Button variant="control" onClick={() => go(text)}>
        {texts.machines.submitSearch}
      </Button>
      <div id={list} role="listbox" aria-label={texts.machines.completions} className="cl-proposals" hidden={items.length === 0}>
        {items.map((item, index) => (
          // the keys are those of the field, which keeps the focus
          <div
            key={item.text}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            tabIndex={-1}
            onMouseDown={(event) => {
              event.preventDefault();
              take(item.text);
            }}
          >
            <code>{item.text}</code>
            <span className="cl-faint cl-small">{item.meaning === '' && item.count > 0 ? item.count : item.meaning}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
