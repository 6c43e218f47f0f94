-- Olist's files as flat ones, one for each kind of import. Run by join.py.
-- Decisions, each with its reason, stand in README.md.

CREATE TABLE outcomes AS
SELECT
    order_id,
    order_estimated_delivery_date AS promised,
    -- The earlier of the two: an order that never came was experienced on the day it was promised.
    CASE
        WHEN order_delivered_customer_date < order_estimated_delivery_date
        THEN order_delivered_customer_date
        -- A promise is a day; its midnight in the file is no time of day.
        ELSE substr(order_estimated_delivery_date, 1, 10)
    END AS experienced,
    CASE
        WHEN order_delivered_customer_date IS NOT NULL
            AND substr(order_delivered_customer_date, 1, 10)
                <= substr(order_estimated_delivery_date, 1, 10) THEN 'on time'
        WHEN order_delivered_customer_date IS NOT NULL THEN 'late'
        WHEN order_status = 'canceled' THEN 'cancelled'
        WHEN order_status = 'delivered' THEN 'delivered, date not known'
        ELSE 'not delivered'
    END AS outcome
FROM orders;

-- What each seller had in the order; the line is that of the dearest item.
CREATE TABLE parts AS
SELECT
    order_id,
    seller_id,
    round(sum(CAST(price AS DECIMAL(14, 2)) + CAST(freight_value AS DECIMAL(14, 2))), 2) AS amount,
    arg_max(
        product_category_name,
        CAST(price AS DECIMAL(14, 2)) * 1000 - CAST(order_item_id AS INTEGER)
    ) AS product_category_name
FROM order_items LEFT JOIN products USING (product_id)
GROUP BY order_id, seller_id;

CREATE TABLE partners AS
SELECT
    seller_id,
    upper(substr(seller_city, 1, 1)) || substr(seller_city, 2) || ' ' || substr(seller_id, 1, 6)
        AS seller_name,
    seller_state
FROM sellers
ORDER BY seller_id;

-- A person who moved has the state of the last order.
CREATE TABLE end_users AS
SELECT
    customer_unique_id,
    arg_max(customer_state, order_purchase_timestamp || order_id) AS customer_state
FROM customers JOIN orders USING (customer_id)
GROUP BY customer_unique_id
ORDER BY customer_unique_id;

-- A category is written for readers: "Bed bath table" for bed_bath_table.
CREATE TABLE product_lines AS
SELECT DISTINCT
    product_category_name,
    upper(substr(words, 1, 1)) || substr(words, 2) AS category
FROM (
    SELECT
        product_category_name,
        replace(coalesce(product_category_name_english, product_category_name), '_', ' ') AS words
    FROM products LEFT JOIN translation USING (product_category_name)
    WHERE product_category_name IS NOT NULL
)
ORDER BY product_category_name;

CREATE TABLE transactions AS
SELECT
    order_id || coalesce(':' || seller_id, '') AS transaction_id,
    order_id,
    experienced,
    seller_id,
    customer_unique_id,
    product_category_name,
    amount,
    promised AS order_estimated_delivery_date,
    CASE outcome
        WHEN 'on time' THEN 'no'
        WHEN 'delivered, date not known' THEN NULL
        ELSE 'yes'
    END AS late,
    outcome
FROM orders
JOIN outcomes USING (order_id)
JOIN customers USING (customer_id)
LEFT JOIN parts USING (order_id)
ORDER BY experienced, transaction_id;

CREATE TABLE responses AS
SELECT
    -- One review can be about several orders, and then each has its own.
    review_id || ':' || order_id AS response_id,
    order_id,
    review_score,
    nullif(concat_ws(chr(10), review_comment_title, review_comment_message), '') AS comment,
    review_creation_date,
    review_answer_timestamp
FROM order_reviews
ORDER BY review_answer_timestamp, response_id;
