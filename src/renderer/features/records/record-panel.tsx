import { ActionIcon, Button, Menu, Tabs } from '@mantine/core';
import { IconChevronDown, IconCopy, IconKey, IconX } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { DecodedValue, RecordDetail } from '../../../shared/contract/records.ts';
import { ErrorView } from '../../app/error-view.tsx';
import { usePreferences } from '../../app/context.tsx';
import { Hint } from '../../app/hint.tsx';
import { t } from '../../app/texts.ts';
import { formatCount, formatTime } from '../../ui/format.ts';
import { ValueView, type ViewMode } from '../../ui/value-view/index.ts';
import type { OpenRecord, RecordName } from './open-record.ts';
import { RecordDetails } from './record-details.tsx';
import { RecordHeaders } from './record-headers.tsx';
import type { PanelActions } from './results/panel-actions.ts';
import type { RecordCopy } from './use-record-copy.ts';
import { useRecordDetail } from './use-record-detail.ts';
import { valueTexts } from './value-texts.ts';
import classes from './records.module.css';

type PanelProps = {
  readonly name: RecordName;
  readonly copy: RecordCopy;
  /** What can be done to the list beside it; null where there is none. */
  readonly actions: PanelActions | null;
  /** Changes when the panel is to take the focus. */
  readonly focusRequest: number;
  /** Changes when the find bar is to open. */
  readonly findRequest: number;
  readonly onFind: () => void;
  readonly onClose: () => void;
};

/** One record in full, beside the list. */
export function RecordPanel({ name, copy, actions, focusRequest, findRequest, onFind, onClose }: PanelProps) {
  const query = useRecordDetail(name.sessionId, name.id);
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focusRequest > 0) root.current?.focus();
  }, [focusRequest]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    if (event.key === 'Escape') onClose();
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') onFind();
    else return;
    event.preventDefault();
  };
  return (
    <section
      ref={root}
      tabIndex={-1}
      aria-label={t('records.panel')}
      className={classes.recordPanel}
      onKeyDown={onKeyDown}
    >
      {query.isError ? (
        <>
          <div className={classes.panelHead}>
            <span className={classes.spring} />
            <CloseButton onClose={onClose} />
          </div>
          <ErrorView error={query.error} onRetry={() => void query.refetch()} />
        </>
      ) : query.data === undefined ? null : (
        <Shown
          record={query.data}
          name={name}
          copy={copy}
          actions={actions}
          findRequest={findRequest}
          onClose={onClose}
        />
      )}
    </section>
  );
}

type ShownProps = Omit<PanelProps, 'focusRequest' | 'onFind'> & { readonly record: OpenRecord };

function Shown({ record, name, copy, actions, findRequest, onClose }: ShownProps) {
  const { detail, loads } = record;
  const mode = usePreferences((preferences) => preferences.time);
  const [tab, setTab] = useState<string | null>('value');
  const [keyMode, setKeyMode] = useState<ViewMode | null>(null);
  const [valueMode, setValueMode] = useState<ViewMode | null>(null);
  const texts = useMemo(() => valueTexts(), []);
  const nodes = { key: actions?.nodes('key') ?? [], value: actions?.nodes('value') ?? [] };
  return (
    <>
      <div className={classes.panelHead}>
        <span className={classes.panelTitle}>
          {t('records.panelTitle', { partition: detail.partition, offset: formatCount(detail.offset) })}
        </span>
        <span className={classes.panelTime}>{formatTime(detail.timestamp, mode)}</span>
        <span className={classes.spring} />
        {actions === null ? null : <KeyMenu detail={detail} id={name.id} actions={actions} />}
        <CopyMenu record={record} name={name} copy={copy} />
        <CloseButton onClose={onClose} />
      </div>
      <Tabs value={tab} onChange={setTab} className={classes.tabs} keepMounted={false}>
        <Tabs.List aria-label={t('records.partOfRecord')}>
          <Tabs.Tab value="value">{t('records.tabValue')}</Tabs.Tab>
          <Tabs.Tab value="key">{t('records.tabKey')}</Tabs.Tab>
          <Tabs.Tab value="headers" rightSection={<span className={classes.badge}>{detail.headers.length}</span>}>
            {t('records.tabHeaders')}
          </Tabs.Tab>
          <Tabs.Tab value="details">{t('records.tabDetails')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="value" className={classes.tabPanel}>
          <DecodeFailure part="value" value={detail.value} actions={actions} />
          <ValueView
            nodeActions={nodes.value}
            value={detail.value}
            valueKey={`${record.key}:value`}
            label={t('records.tabValue')}
            role="value"
            load={loads.value}
            preferred={valueMode}
            onPreferred={setValueMode}
            onCopy={copy.text}
            findRequest={findRequest}
            texts={texts}
          >
            <CopyButton label={t('records.copyValue')} onClick={() => copy.value(name)} />
          </ValueView>
        </Tabs.Panel>
        <Tabs.Panel value="key" className={classes.tabPanel}>
          <DecodeFailure part="key" value={detail.key} actions={actions} />
          <ValueView
            nodeActions={nodes.key}
            value={detail.key}
            valueKey={`${record.key}:key`}
            label={t('records.tabKey')}
            role="key"
            load={loads.key}
            preferred={keyMode}
            onPreferred={setKeyMode}
            onCopy={copy.text}
            findRequest={findRequest}
            texts={texts}
          >
            <CopyButton label={t('records.copyKey')} onClick={() => copy.key(name)} />
          </ValueView>
        </Tabs.Panel>
        <Tabs.Panel value="headers" className={classes.tabPanel}>
          <RecordHeaders
            detail={detail}
            onCopy={(index) => copy.header(name, index)}
            onColumn={actions === null ? null : (header) => actions.header(header).asColumn()}
          />
        </Tabs.Panel>
        <Tabs.Panel value="details" className={classes.tabPanel}>
          <RecordDetails detail={detail} onCopy={copy.text} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** Why a part could not be decoded, over its bytes, and the way to another form. */
function DecodeFailure(props: {
  readonly part: 'key' | 'value';
  readonly value: DecodedValue;
  readonly actions: PanelActions | null;
}) {
  const { part, value, actions } = props;
  if (value.failure === null) return null;
  const decodeAs = actions?.decodeAs ?? null;
  return (
    <div className={classes.decodeFailure} role="note">
      <span>
        <strong>{t('results.decodeFailed')}</strong> {value.failure}
      </span>
      {decodeAs === null ? null : <Button onClick={() => decodeAs(part)}>{t('results.decodeAs')}</Button>}
    </div>
  );
}

/** What goes from this record to others of its key. */
function KeyMenu(props: { readonly detail: RecordDetail; readonly id: number; readonly actions: PanelActions }) {
  const { detail, id, actions } = props;
  if (detail.key.format === 'null') return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconKey size={14} />} rightSection={<IconChevronDown size={14} />}>
          {t('records.tabKey')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item rightSection="Alt+V" onClick={() => actions.previous(id)}>
          {t('results.previous')}
        </Menu.Item>
        <Menu.Item rightSection="Alt+K" onClick={() => actions.follow(id)}>
          {t('results.follow')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function CopyMenu({
  record,
  name,
  copy,
}: {
  readonly record: OpenRecord;
  readonly name: RecordName;
  readonly copy: RecordCopy;
}) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconCopy size={14} />} rightSection={<IconChevronDown size={14} />}>
          {t('records.copy')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => copy.value(name)}>{t('records.copyValue')}</Menu.Item>
        <Menu.Item onClick={() => copy.key(name)}>{t('records.copyKey')}</Menu.Item>
        <Menu.Item disabled={record.detail.headers.length === 0} onClick={() => copy.headers(name)}>
          {t('results.copyHeaders')}
        </Menu.Item>
        <Menu.Item onClick={() => copy.json(name)}>{t('records.copyJson')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => copy.kcat(record.detail)}>{t('records.copyKcat')}</Menu.Item>
        <Menu.Item onClick={() => copy.consoleConsumer(record.detail)}>{t('records.copyConsole')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function CopyButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Hint label={label}>
      <ActionIcon aria-label={label} onClick={onClick}>
        <IconCopy size={15} />
      </ActionIcon>
    </Hint>
  );
}

function CloseButton({ onClose }: { readonly onClose: () => void }) {
  return (
    <Hint label={t('records.panelClose')} keys={['escape']}>
      <ActionIcon aria-label={t('records.panelClose')} onClick={onClose}>
        <IconX size={16} />
      </ActionIcon>
    </Hint>
  );
}
