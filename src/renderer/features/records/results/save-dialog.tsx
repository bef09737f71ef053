import { Button, Checkbox, Radio, Select, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { ExportFormat } from '../../../../shared/contract/exports.ts';
import { AppError } from '../../../../shared/errors.ts';
import { useApi } from '../../../app/context.tsx';
import { ErrorView } from '../../../app/error-view.tsx';
import { t } from '../../../app/texts.ts';
import { useAppInfo } from '../../../app/use-app-info.ts';
import { ModalDialog } from '../../../ui/modal-dialog.tsx';
import { FORMATS, TABLE_FORMATS, formatLabel, withEnding } from './save-model.ts';
import { useSave, type SaveRequest } from './use-save.tsx';
import classes from './dialogs.module.css';

type SaveProps = {
  readonly sessionId: string;
  readonly topics: ReadonlyArray<string>;
  /** Ids of the rows selected together. */
  readonly marked: ReadonlyArray<number>;
  /** The whole result of this statement is saved, not records. */
  readonly sql?: string | undefined;
  readonly onClose: () => void;
};

/** Where to and how records are saved. */
export function SaveDialog({ sessionId, topics, marked, sql, onClose }: SaveProps) {
  const save = useSave();
  const info = useAppInfo();
  const [what, setWhat] = useState<'all' | 'ids'>(marked.length > 1 ? 'ids' : 'all');
  const [format, setFormat] = useState<ExportFormat>(sql === undefined ? 'jsonl' : 'csv');
  const [formulaSafe, setFormulaSafe] = useState(true);
  const [part, setPart] = useState<'key' | 'value'>('value');
  const [error, setError] = useState<unknown>(null);
  const [isStarting, setStarting] = useState(false);
  const path = useSuggestedPath(topics, format, what === 'ids' && marked.length === 1);
  const exists = error instanceof AppError && error.context['exists'] === true;

  const start = async (overwrite: boolean): Promise<void> => {
    const request: SaveRequest = {
      sessionId,
      what:
        sql !== undefined
          ? { kind: 'query', sql }
          : what === 'all'
            ? { kind: 'all' }
            : { kind: 'ids', ids: [...marked] },
      format,
      path: path.text.trim(),
      options: { formulaSafe, part },
      overwrite,
    };
    setStarting(true);
    setError(null);
    try {
      await save(request);
      onClose();
    } catch (cause) {
      setError(cause);
      setStarting(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void start(false);
  };
  return (
    <ModalDialog
      onClose={onClose}
      title={t(sql === undefined ? 'results.saveTitle' : 'results.sqlSave')}
      size={560}
      yOffset="10vh"
    >
      <form className={classes.form} onSubmit={submit}>
        {sql === undefined ? (
          <Radio.Group
            label={t('results.saveWhat')}
            value={what}
            onChange={(next) => setWhat(next === 'ids' ? 'ids' : 'all')}
          >
            <div className={classes.choices}>
              <Radio value="all" label={t('results.saveAll')} description={t('results.saveAllHint')} />
              <Radio
                value="ids"
                disabled={marked.length === 0}
                label={marked.length === 0 ? t('results.saveNone') : t('results.saveMarked', { count: marked.length })}
              />
            </div>
          </Radio.Group>
        ) : null}
        <Select
          label={t('results.saveFormat')}
          data={(sql === undefined ? FORMATS : TABLE_FORMATS).map((each) => ({
            value: each,
            label: formatLabel(each),
          }))}
          value={format}
          onChange={(next) => {
            const chosen = FORMATS.find((each) => each === next) ?? format;
            path.setText(withEnding(path.text, format, chosen));
            setFormat(chosen);
          }}
        />
        {format === 'csv' ? (
          <Checkbox
            label={t('results.formulaSafe')}
            description={t('results.formulaSafeHint')}
            checked={formulaSafe}
            onChange={(event) => setFormulaSafe(event.currentTarget.checked)}
          />
        ) : null}
        {format === 'raw' ? (
          <Radio.Group
            label={t('results.rawPart')}
            value={part}
            onChange={(next) => setPart(next === 'key' ? 'key' : 'value')}
          >
            <div className={classes.inline}>
              <Radio value="value" label={t('records.tabValue')} />
              <Radio value="key" label={t('records.tabKey')} />
            </div>
          </Radio.Group>
        ) : null}
        <div className={classes.pathRow}>
          <TextInput
            className={classes.path}
            label={format === 'raw' ? t('results.savePathFolder') : t('results.savePath')}
            value={path.text}
            spellCheck={false}
            classNames={{ input: 'mono' }}
            onChange={(event) => {
              path.setText(event.currentTarget.value);
              setError(null);
            }}
          />
          {info.data?.canChooseFiles === true ? (
            <ChooseButton path={path.text} onPath={path.setText} onError={setError} />
          ) : null}
        </div>
        {error !== null ? <ErrorView error={error} size="inline" /> : null}
        <div className={classes.buttons}>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {exists ? (
            <Button variant="filled" className="danger" loading={isStarting} onClick={() => void start(true)}>
              {t('results.overwrite')}
            </Button>
          ) : (
            <Button
              type="submit"
              variant="filled"
              loading={isStarting}
              disabled={path.text.trim() === ''}
              data-autofocus
            >
              {t('results.saveStart')}
            </Button>
          )}
        </div>
      </form>
    </ModalDialog>
  );
}

type ChooseProps = {
  readonly path: string;
  readonly onPath: (path: string) => void;
  readonly onError: (error: unknown) => void;
};

function ChooseButton({ path, onPath, onError }: ChooseProps) {
  const api = useApi();
  const choose = (): void => {
    api.app.chooseSaveFile({ title: t('results.saveTitle'), defaultPath: path }).then((answer) => {
      if (answer.path !== null) onPath(answer.path);
    }, onError);
  };
  return <Button onClick={choose}>{t('results.saveChoose')}</Button>;
}

/** A path to begin with; what the user has typed stays. */
function useSuggestedPath(topics: ReadonlyArray<string>, format: ExportFormat, isOne: boolean) {
  const api = useApi();
  const [text, setText] = useState('');
  const touched = useRef(false);
  const names = topics.join(' ');
  useEffect(() => {
    if (touched.current) return undefined;
    const abort = new AbortController();
    api.exports
      .suggestPath({ topics: names === '' ? [] : names.split(' '), format, isOne }, { signal: abort.signal })
      .then(
        ({ path }) => {
          if (!touched.current) setText(path);
        },
        // Without a suggestion the field stays empty and is typed into.
        () => undefined,
      );
    return () => abort.abort();
  }, [api, names, format, isOne]);
  return {
    text,
    setText(next: string) {
      touched.current = true;
      setText(next);
    },
  };
}
