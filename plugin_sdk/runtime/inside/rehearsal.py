"""A call that nobody made, run ahead of real ones so that what most mini-apps use is in memory by then.

It uses each of the common parts once: a form, the usual things on a screen, a question to the host, a receipt. In the
image it has run often enough for the interpreter to specialise its code.
"""

import json

SOURCE = """
from plugin_sdk.guest import MiniApp, done, field_error, invalid, receipt, ui
from plugin_sdk.guest.capabilities import Message, Store

app = MiniApp()


def host(capability, payload):
    return '{"answer":"granted","value":{"value":null,"messageId":"m"}}'


@app.screen('home')
def home(ctx, data):
    kept = Store(host).get('k')
    Store(host).put('k', {'number': ctx.new_id()})
    Message(host).send(title='题', body='好', facts=[ui.fact('号', f'{ctx.now:%Y%m%d}')])
    form = ui.form(
        ui.field('area', ui.whole_number('面积', minimum=1, maximum=2, error='请填写')),
        ui.field('kind', ui.choice('种类', {'a': '甲', 'b': '乙'}, error='请选择')),
        ui.field('note', ui.short_text('备注', max_length=50), required=False),
        ui.field('agreed', ui.agreement('我承诺', error='请勾选')),
        submit='好',
        action='go',
    )
    done(receipt('1', '好', ui.fact('号', '1')))
    invalid(field_error('area', zh='请填写', en='Please fill in'))
    return ui.screen(
        '题',
        ui.text(ctx.words(zh='好', en='Good') if kept is None else ''),
        ui.notice('知', '道', tone='success'),
        ui.fact_table(ui.fact('号', '1')),
        ui.steps(('一', ''), ('二', '')),
        ui.list_of(ui.item('项', '目', to=ui.to_screen('home'))),
        form,
        ui.button('好', screen='home', primary=True),
        data={'at': ctx.now.isoformat()},
    )
"""

CALL = json.dumps(
    {
        "app": "rehearsal",
        "kind": "screen",
        "name": "home",
        "input": {},
        "context": {"now": "2026-01-01T00:00:00+08:00", "locale": "zh", "entropy": "0" * 64},
    }
)

DRAWN = '{"kind":"screen"'
"""How its answer begins."""
