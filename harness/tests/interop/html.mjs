// html FOLDER CHROMIUM - opens the pages that scripts/interop has made, in a real browser.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { HOSTILE } from './html_samples.mjs';

const [, , folder, executablePath] = process.argv;
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

// How a text stands in the page: what shows nothing or moves text is spelled out.
const SHOWN = HOSTILE.replace(/[\u0000\u001b\u2028\u2029\u202e]/g, (c) => '\\u' + c.codePointAt(0).toString(16).padStart(4, '0'));

// Opens a page, and holds that nothing is fetched and nothing complains while it is used.
async function using(name, use, options = {}) {
    const url = pathToFileURL(path.join(folder, `${name}.html`)).href;
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(120000);
    const trouble = [], fetched = new Set();
    page.on('console', (message) => trouble.push(message.text()));
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('dialog', (dialog) => { trouble.push('a dialog'); dialog.dismiss(); });
    page.on('request', (request) => fetched.add(request.url().split('#')[0]));
    await page.goto(url + (options.hash || ''));
    await use(page, url);
    assert.deepEqual(trouble, [], name);
    assert.deepEqual([...fetched], [url], name);
    await context.close();
}

async function accessible(page, what) {
    await page.evaluate(axe + '\n;0');
    const violations = await page.evaluate(async () => (await axe.run()).violations.map((v) => `${v.id}: ${v.nodes[0].html}: ${v.nodes[0].failureSummary}`));
    assert.deepEqual(violations, [], what);
}

const count = (page) => page.locator('#checks p[role=status]').textContent();
const shown = (page) => page.locator('#checks .checks > li');
const openCheck = async (page, id) => {
    await page.evaluate((hash) => { location.hash = hash; }, '#check=' + encodeURIComponent(id));
    const item = shown(page).filter({ has: page.locator('details[open]') }).filter({ hasText: id }).first();
    await item.waitFor();
    return item;
};

const tests = {
    async 'a real run: verdict, filters, arrows'() {
        await using('wrong', async (page) => {
            assert.match(await page.locator('.verdict strong').first().textContent(), /^NOT CONFORMING at core$/);
            const all = await count(page), first = shown(page).first();
            assert.equal(await first.locator('.chip').first().textContent(), 'fail');
            await page.locator('input[name=status][value=pass]').uncheck();
            assert.notEqual(await count(page), all);
            assert.equal(await shown(page).locator('summary .pass').count(), 0);
            await page.locator('input[type=search]').fill('gateway2 CORE-06');
            assert.ok(await shown(page).count() > 0);
            for (const words of await shown(page).allTextContents()) assert.match(words, /CORE-06/);
            await page.locator('select[name=level]').selectOption('robust');
            assert.match(await count(page), /^0 of /);
            await page.locator('button[type=reset]').click();
            await page.waitForFunction((words) => document.querySelector('#checks p[role=status]').textContent === words, all);
            await first.locator('summary').focus();
            await page.keyboard.press('ArrowDown');
            await page.keyboard.press('Enter');
            assert.equal(await shown(page).nth(1).locator('> details').getAttribute('open'), '');
            await page.keyboard.press('ArrowUp');
            assert.ok(await first.locator('summary').first().evaluate((summary) => summary === document.activeElement));
            await page.locator('#undecided').getByText('Everything was checked').or(page.locator('#undecided table')).first().waitFor();
        });
    },

    async 'a real run: evidence and the curl chain, accessible when open'() {
        for (const colorScheme of ['light', 'dark'])
            await using('wrong', async (page) => {
                const details = shown(page).first().locator('> details');
                await details.locator('summary').first().click();
                await details.getByText('Expected', { exact: true }).waitFor();
                assert.match(await details.locator('.exchange pre').first().textContent(), /^(PUT|PATCH) http/);
                await details.getByText('The whole chain again, with curl').click();
                assert.match(await details.locator('pre.curl').textContent(), /^#!\/bin\/sh\n[^]*curl -q/);
                await accessible(page, `wrong, ${colorScheme}`);
            }, { colorScheme });
    },

    async 'a clause has an address, and a check'() {
        await using('wrong', async (page) => {
            const row = page.locator('tr#CORE-06');
            assert.match(await row.textContent(), /must.*page, .*fail/);
            assert.ok(await row.evaluate((element) => element === document.activeElement && element.classList.contains('target')));
            await page.waitForFunction(() => { const box = document.getElementById('CORE-06').getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; });
            await row.getByRole('button').click();
            assert.match(await shown(page).first().textContent(), /@CORE-06/);
        }, { hash: '#CORE-06' });
    },

    async 'without scripts there is the verdict'() {
        await using('wrong', async (page) => {
            assert.match(await page.locator('body').innerText(), /NOT CONFORMING at core[^]*Checks by status[^]*What does not hold[^]*@CORE-06/);
        }, { javaScriptEnabled: false });
        await using('hostile', async (page) => {
            assert.equal(await page.locator('img, svg').count(), 0);
            assert.ok((await page.locator('body').innerText()).includes('<img src=x'));
        }, { javaScriptEnabled: false });
    },

    async 'printed, all checks and no controls'() {
        await using('many', async (page) => {
            await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
            await page.emulateMedia({ media: 'print' });
            assert.equal(await shown(page).count(), 3000);
            assert.equal(await page.locator('form.filter').first().isVisible(), false);
            assert.equal(await page.locator('nav').isVisible(), false);
        });
    },

    async 'the place of a failure is marked'() {
        await using('places', async (page) => {
            const marks = async (name) => (await openCheck(page, `core/${name}@CORE-01`)).locator('.exchange mark').allTextContents();
            assert.deepEqual(await marks('at'), ['"name": "odd"']);
            assert.deepEqual(await marks('element'), ['20']);
            assert.deepEqual(await marks('missing'), ['"properties": {\n    "gateway1": {\n      "name": "odd"\n    }\n  }']);
            await page.getByText('In what is marked there is no /gateway2/name.').waitFor();
            assert.deepEqual(await marks('whole'), ['"": {\n    "x": 1\n  }']);
            assert.deepEqual(await marks('header'), ['Content-Type: text/plain']);
            assert.deepEqual(await marks('no-header'), []);
            await page.getByText('The answer has no header location.').waitFor();
            assert.deepEqual(await marks('status'), ['HTTP 200']);
            assert.deepEqual(await marks('no-json'), []);
            await page.getByText('{"a":1,}').waitFor();
            assert.deepEqual(await marks('body'), ['{\n  "a": 1\n}']);
            // Digits stay as they were sent.
            assert.match(await (await openCheck(page, 'core/at@CORE-01')).textContent(), /"id": 1\.50/);
            assert.match(await page.locator('#undecided').textContent(), /known, issue 12.*/);
            assert.match(await page.locator('#undecided').textContent(), /because of core\/at/);
        });
    },

    async 'hostile texts are texts'() {
        await using('hostile', async (page, url) => {
            await page.evaluate((id) => { location.hash = '#check=' + encodeURIComponent(id); }, 'fail' + HOSTILE);
            await shown(page).first().locator('> details[open]').waitFor();
            for (const closed = page.locator('details:not([open]) > summary'); await closed.count();) await closed.first().click();
            const state = await page.evaluate(() => ({ pwned: window.pwned, images: document.querySelectorAll('img, svg[onload]').length,
                scripts: document.scripts.length, handlers: document.querySelectorAll('[onerror], [onload], [onclick], [style]').length,
                links: [...document.links].filter((link) => !link.getAttribute('href').startsWith('#')).length, words: document.getElementById('report').textContent }));
            assert.deepEqual({ ...state, words: '' }, { pwned: undefined, images: 0, scripts: 3, handlers: 0, links: 0, words: '' });
            assert.ok(state.words.split(SHOWN).length > 40, `shown ${state.words.split(SHOWN).length - 1} times`);
            assert.doesNotMatch(state.words, /[\u0000\u001b\u2028\u2029\u202e]/);
            assert.equal(new URL(page.url()).pathname, new URL(url).pathname);
        });
    },

    async 'odd members break nothing'() {
        await using('odd', async (page) => {
            assert.match(await count(page), /^6 of 6 checks$/);
            for (const summary of await shown(page).locator('> details > summary').all()) await summary.click();
            assert.match(await page.locator('.verdict strong').first().textContent(), /NO VERDICT/);
            assert.equal(await shown(page).locator('> details > summary .fail').count(), 6);
        });
    },

    async 'what is no certificate does not look like one'() {
        for (const [name, words] of [['doubtful', /^NOT TO BE BELIEVED.*These results contradict themselves/s], ['cut', /^INCOMPLETE: the run ended before its verdict.*cut short/s]])
            await using(name, async (page) => {
                assert.match(await page.locator('.verdict').textContent(), words);
                assert.equal(await page.locator('.verdict.pass').count(), 0);
                assert.doesNotMatch(await page.locator('.verdict').textContent(), /CERTIFIED/);
            });
    },

    async 'runs are compared'() {
        await using('compared', async (page) => {
            const changes = page.locator('#compare');
            assert.match(await changes.locator('p').first().textContent(), /^\d+ broke: held before; .*\d+ as before/);
            await accessible(page, 'compared');
            const broke = await changes.locator('details').first().locator('tbody tr').count();
            assert.ok(broke > 0);
            await page.locator('select[name=from]').selectOption('1');
            await page.locator('select[name=to]').selectOption('0');
            assert.match(await changes.locator('p').first().textContent(), /^\d+ fixed: holds now/);
            assert.equal(await changes.locator('details').first().locator('tbody tr').count(), broke);
            await page.locator('select[name=change]').selectOption('fixed');
            assert.match(await count(page), new RegExp(`^${broke} of `));
            assert.deepEqual(await shown(page).first().locator('summary .chip').allTextContents(), ['pass', 'fail']);
            assert.deepEqual(await page.locator('tr#CORE-06 .chip').allTextContents(), ['pass', 'fail']);
        });
    },

    async 'campaigns: findings and plots'() {
        await using('campaigns', async (page) => {
            assert.equal(await page.locator('#campaign-1 svg[role=img]').count(), 4);
            for (const d of await page.locator('#campaign-1 svg path').evaluateAll((paths) => paths.map((p) => p.getAttribute('d')))) assert.match(d, /^M[\d.]+ [\d.]+[HL\d. ]+$/);
            assert.match(await page.locator('#campaign-1 svg').first().getAttribute('aria-label'), /^Coverage: edges\. edges: 900 at first, 1,790 at the end$/);
            assert.match(await page.locator('#campaign-2').textContent(), /no samples over time/);
            const verdicts = await page.locator('.verdict').evaluateAll((all) => all.map((made) => `${made.className}: ${made.querySelector('strong').textContent}`));
            assert.deepEqual(verdicts, ['verdict fail: 1 new, 1 known, 0 fixed', 'verdict fail: 1 new, 1 known, 0 fixed; not everything was looked at',
                'verdict warn: 0 new, 1 known, 0 fixed; not everything was looked at', 'verdict pass: 0 new, 1 known, 0 fixed']);
            for (const summary of await page.locator('#campaign-1 details > summary').all()) await summary.click();
            assert.equal(await page.locator('#campaign-1 table tbody tr').count(), 26);
            assert.deepEqual(await page.locator('#campaigns tbody tr', { hasText: 'put-two' }).locator('td').allTextContents(), ['new', 'not there', 'not there', 'not there']);
            assert.equal(await page.evaluate(() => window.pwned), undefined);
            await accessible(page, 'campaigns');
        });
    },

    async 'three thousand checks, filtered without lag'() {
        await using('many', async (page) => {
            assert.match(await count(page), /^3,000 of 3,000/);
            const session = await page.context().newCDPSession(page);
            await session.send('Performance.enable', { timeDomain: 'threadTicks' }); // processor time, whatever else the machine does
            const spent = async () => (await session.send('Performance.getMetrics')).metrics.find((metric) => metric.name === 'TaskDuration').value;
            await page.locator('input[type=search]').fill('warm up');
            const before = await spent();
            for (const [words, found] of [['message 29', 159], ['', 3000], ['core-03', 334], ['number/2999', 1], ['core', 3000]]) {
                await page.locator('input[type=search]').fill(words);
                assert.equal(await count(page), `${found.toLocaleString('en')} of 3,000 checks`);
            }
            const each = (await spent() - before) / 5;
            console.log(`html: a filter of 3,000 checks takes ${Math.round(each * 1000)} ms of processor time`);
            assert.ok(each < 0.25, `${each} s`);
            assert.equal(await shown(page).count(), 250);
            await page.getByRole('button', { name: /^Show 250 more of 2750$/ }).click();
            assert.equal(await shown(page).count(), 500);
            await openCheck(page, 'core/number/2998@CORE-02');
        });
    },

    async 'the policy holds'() {
        const page = await browser.newPage();
        await page.goto(pathToFileURL(path.join(folder, 'places.html')).href);
        const ran = await page.evaluate(() => {
            const script = document.createElement('script'), button = document.createElement('button');
            script.textContent = 'window.ran = true';
            document.body.append(script);
            button.setAttribute('onclick', 'window.ran = true');
            button.click();
            return window.ran;
        });
        assert.equal(ran, undefined);
        assert.equal(await page.evaluate(() => fetch('data:text/plain,x').then(() => true, () => false)), false);
        await page.close();
    },
};

let failed = 0;
for (const [name, run] of Object.entries(tests)) {
    if (process.env.ONLY && !name.includes(process.env.ONLY)) continue;
    try {
        await run();
        console.log(`html: ${name}`);
    } catch (error) {
        failed++;
        console.error(`html: FAILED: ${name}\n${error.stack}`);
    }
}
await browser.close();
process.exit(failed ? 1 : 0);
