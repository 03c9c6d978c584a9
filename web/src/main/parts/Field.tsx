import {
  FormGroup,
  FormHelperText,
  FormSelect,
  FormSelectOption,
  HelperText,
  HelperTextItem,
  TextArea,
  TextInput,
} from '@patternfly/react-core';
import { useId } from 'react';

interface Texted {
  label: string;
  value: string;
  set: (value: string) => void;
  hint?: string;
  type?: 'text' | 'password' | 'number';
  required?: boolean;
  autoComplete?: string;
  /** The first field of a dialog has the cursor. */
  first?: boolean;
  long?: boolean;
}

/** A field with its label, and perhaps a hint. */
export function Field(props: Texted) {
  const id = useId();
  const common = {
    id,
    value: props.value,
    isRequired: props.required ?? false,
    'aria-describedby': props.hint === undefined ? undefined : `${id}-hint`,
  };
  return (
    <FormGroup label={props.label} fieldId={id} isRequired={props.required ?? false}>
      {props.long === true ? (
        <TextArea {...common} rows={3} resizeOrientation="vertical" onChange={(_, value) => props.set(value)} />
      ) : (
        <TextInput
          {...common}
          type={props.type ?? 'text'}
          autoComplete={props.autoComplete ?? 'off'}
          // in a dialog the reader expects to go on typing
          ref={props.first === true ? focus : null}
          onChange={(_, value) => props.set(value)}
        />
      )}
      {props.hint !== undefined && (
        <FormHelperText>
          <HelperText id={`${id}-hint`}>
            <HelperTextItem>{props.hint}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}

function focus(element: HTMLInputElement | null) {
  // after the dialog has moved the focus to itself
  if (element !== null) {
    window.setTimeout(() => element.focus(), 50);
  }
}

interface Chosen {
  label: string;
  value: string;
  set: (value: string) => void;
  options: readonly { value: string; label: string }[];
}

/** A choice with its label. */
export function Choice(props: Chosen) {
  const id = useId();
  return (
    <FormGroup label={props.label} fieldId={id}>
      <FormSelect id={id} value={props.value} onChange={(_, value) => props.set(value)}>
        {props.options.map((option) => (
          <FormSelectOption key={option.value} value={option.value} label={option.label} />
        ))}
      </FormSelect>
    </FormGroup>
  );
}
